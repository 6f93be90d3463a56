import { compilePolicy, evaluate, type Policy } from "@operator/policy";
import { AGENT_FILE, type Agent, type Stated } from "../agent/read-agent.ts";
import { shown } from "../dependencies/report.ts";
import type { Finding, Place } from "../finding.ts";
import { inspect } from "../inspection.ts";
import type { Project } from "../project.ts";
import { lineOf, toFix } from "../report.ts";
import { POLICY_FILE, placesOfRules, projectPolicy } from "./project-policy.ts";

/** Where the requests of a provider go. Source: AgentPaaS, agent.yaml. */
const HOST_OF_PROVIDER: Readonly<Record<string, string>> = {
  openai: "api.openai.com",
  anthropic: "api.anthropic.com",
  xai: "api.x.ai",
  openrouter: "openrouter.ai",
  nous: "inference-api.nousresearch.com",
};
const HTTPS_PORT = 443;

type Llm = NonNullable<Agent["llm"]>;

function hostOf(provider: string): string | undefined {
  return Object.hasOwn(HOST_OF_PROVIDER, provider) ? HOST_OF_PROVIDER[provider] : undefined;
}

function settingFindings({ line, provider, model, credential, route }: Llm): Finding[] {
  const wrong = (code: string, message: string, at: number): Finding =>
    toFix(code, "blocking", message, lineOf(AGENT_FILE, at));
  if (route !== undefined) {
    const beside = [provider, model, credential].filter((field) => field !== undefined);
    if (beside.length === 0) return [];
    const message = "`llm.route` chooses provider, model and credential by itself: remove these three, or the route.";
    return [wrong("llm_route_conflict", message, route.line)];
  }
  if (provider === undefined) {
    return [wrong("llm_provider_missing", "`llm` names no provider: write `provider`, or `route` alone.", line)];
  }
  const findings: Finding[] = [];
  if (hostOf(provider.value) === undefined) {
    const known = Object.keys(HOST_OF_PROVIDER).join(", ");
    findings.push(
      wrong(
        "llm_provider_unknown",
        `${shown(provider.value)} is no LLM provider: write one of ${known}.`,
        provider.line,
      ),
    );
  }
  if (model === undefined) {
    findings.push(
      wrong("llm_model_missing", "`llm` names no model: write `model` as the provider calls it.", provider.line),
    );
  }
  return findings;
}

/** What a project without a policy has: nothing may be reached. */
const NO_POLICY: Policy = { egress: [], credentials: [], mcp_servers: [], ingress: [], hooks: [], settings: {} };

function policyOf(project: Project): Policy | undefined {
  const read = projectPolicy(project);
  if (read === undefined) return NO_POLICY;
  return read.kind === "valid" ? read.policy : undefined;
}

function placesOf({ line }: Stated, rule: string | undefined, project: Project): Place[] {
  return [lineOf(AGENT_FILE, line), ...placesOfRules(project, rule === undefined ? [] : [rule])];
}

/**
 * A model that the agent is to use and the policy does not let it reach. It stops neither the pack nor the start: a runtime
 * may route models itself, and the agent may never ask.
 */
function reachFindings(provider: Stated, project: Project): Finding[] {
  const host = hostOf(provider.value);
  const policy = policyOf(project);
  if (host === undefined || policy === undefined) return [];
  const decision = evaluate(compilePolicy(policy), { kind: "egress", host, port: HTTPS_PORT, method: "POST" });
  if (decision.effect === "allow") return [];
  const { nearest } = decision;
  const rule = nearest === undefined || nearest.dimension === "host" ? undefined : nearest.rule;
  const reason = rule === undefined ? "no egress rule allows that" : `${rule} does not allow its ${nearest?.dimension}`;
  const message = `The models of ${provider.value} are reached with POST at ${host}:${HTTPS_PORT}, and ${reason}: allow it in ${POLICY_FILE}.`;
  return [
    {
      code: "provider_not_in_egress",
      severity: "advisory",
      category: "policy_denied",
      message,
      nextAction: "review_policy_patch",
      places: placesOf(provider, rule, project),
    },
  ];
}

/** Whether agent.yaml says which model answers, in a way that the runtime understands, and whether it can be reached. */
export function llmFindings(project: Project): Finding[] {
  const { agent: reading } = inspect(project);
  if (reading.kind !== "read" || reading.agent.llm === undefined) return [];
  const { llm } = reading.agent;
  const reach = llm.provider === undefined || llm.route !== undefined ? [] : reachFindings(llm.provider, project);
  return [...settingFindings(llm), ...reach];
}
