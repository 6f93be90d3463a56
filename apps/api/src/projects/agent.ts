import { AgentName } from "@operator/contract";
import { agentNameOf, type Project } from "@operator/readiness";
import { type Refusal, refuse } from "../refusal.ts";
import { looksSecret } from "../safe-name.ts";

/** Refuses an agent's name that is not to be kept. */
export function checkAgent(agent: string | undefined): Refusal | undefined {
  if (agent === undefined || !looksSecret(agent)) return undefined;
  return refuse("secret_in_identifier", "The agent's name looks like a secret.");
}

/** The agent whose project it is: the one that the caller names, else that of agent.yaml where it is a name. */
export function agentOf(project: Project, named: string | undefined): string | undefined {
  if (named !== undefined) return named;
  const declared = AgentName.safeParse(agentNameOf(project));
  return declared.success && !looksSecret(declared.data) ? declared.data : undefined;
}
