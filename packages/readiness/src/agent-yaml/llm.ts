import { isMap, type YAMLMap } from "yaml";
import type { Place } from "../finding.ts";
import type { Project } from "../project.ts";
import { agentForm } from "./forms.ts";
import { AGENT_FILE, agentSource, fieldOf, textIn } from "./source.ts";

/** A text that agent.yaml states, with where. */
export interface Stated {
  value: string;
  place: Place;
}

/** How an agent reaches its model, as far as agent.yaml says. */
export interface AgentLlm {
  provider?: Stated;
  credential?: Stated;
}

/** The `llm` section of agent.yaml; `undefined` where there is none to be read. */
export function agentLlm(project: Project): AgentLlm | undefined {
  const source = agentSource(project);
  const form = source.kind === "read" ? agentForm(source.root) : undefined;
  const llm = form && fieldOf(form.spec, "llm");
  if (source.kind !== "read" || !isMap(llm)) return undefined;
  const stated = (map: YAMLMap, name: string): Stated | undefined => {
    const value = textIn(map, name);
    const line = source.lineOf(fieldOf(map, name));
    return value === undefined ? undefined : { value, place: { path: AGENT_FILE, first: line, last: line } };
  };
  const [provider, credential] = [stated(llm, "provider"), stated(llm, "credential")];
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(credential === undefined ? {} : { credential }),
  };
}
