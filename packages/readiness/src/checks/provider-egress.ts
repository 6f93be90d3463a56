import { compilePolicy, evaluate } from "@operator/policy";
import { agentLlm } from "../agent-yaml/llm.ts";
import type { Finding } from "../finding.ts";
import type { Project } from "../project.ts";
import { projectPolicy } from "./project-policy.ts";

/** Where the models of a provider answer. Source: AgentPaaS, agent.yaml. */
export const PROVIDER_HOSTS: Readonly<Record<string, string>> = {
  openai: "api.openai.com",
  anthropic: "api.anthropic.com",
  xai: "api.x.ai",
  openrouter: "openrouter.ai",
  nous: "inference-api.nousresearch.com",
};

const HTTPS_PORT = 443;

/**
 * A model's provider that the policy does not let the agent reach. It stops neither the pack nor the start: a runtime may
 * route models itself, and the agent may never ask.
 */
export function providerEgressFindings(project: Project): Finding[] {
  const provider = agentLlm(project)?.provider;
  const host = provider === undefined ? undefined : PROVIDER_HOSTS[provider.value];
  const read = projectPolicy(project);
  if (provider === undefined || host === undefined || read?.kind !== "valid") return [];
  const action = { kind: "egress", host, port: HTTPS_PORT, method: "POST" } as const;
  if (evaluate(compilePolicy(read.policy), action).effect === "allow") return [];
  return [
    {
      code: "provider_not_in_egress",
      severity: "advisory",
      category: "policy_denied",
      message: `No egress rule lets the agent reach ${host}, where the models of its provider answer: propose one.`,
      nextAction: "review_policy_patch",
      places: [provider.place],
    },
  ];
}
