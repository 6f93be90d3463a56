import type { Project } from "../project.ts";
import { agentForm } from "./forms.ts";
import { agentSource, textIn } from "./source.ts";

/** The name that agent.yaml gives the agent. */
export function agentNameOf(project: Project): string | undefined {
  const source = agentSource(project);
  const form = source.kind === "read" ? agentForm(source.root) : undefined;
  return form && textIn(form.about, "name");
}
