import type { RiskLevel } from "@operator/contract";
import { parseNetwork, WIDTH } from "../hosts/address.ts";
import type { Credential } from "../policy.ts";
import type { Delta, PartChange } from "./delta.ts";
import type { Reach } from "./reach.ts";

/**
 * What makes a change of a policy risky. The table is fixed: a change is as risky as its riskiest finding, and low where
 * nothing is found. Source: design, section 6.
 */
export const RISK_OF_FINDING = {
  new_destination: "medium",
  new_tool: "medium",
  brokered_credential: "medium",
  injected_credential: "medium",
  credential_changed: "medium",
  setting_changed: "medium",
  mcp_server_changed: "medium",
  direct_lease: "high",
  wildcard: "high",
  address_range: "high",
  private_range: "high",
  listener: "high",
  hook: "high",
  denied_tool_lifted: "high",
  safeguard_changed: "high",
} as const satisfies Record<string, RiskLevel>;

type FindingKind = keyof typeof RISK_OF_FINDING;

/** One reason for the risk of a change, and what it is about. */
export interface Finding {
  finding: FindingKind;
  risk_level: RiskLevel;
  subject: string;
}

/** Settings that protect people from the agent, or the agent from strangers. */
const SAFEGUARDS: ReadonlySet<string> = new Set(["ingress_auth", "guardrails", "llm_provider_lock"]);

function* findingsOfReach(reach: Reach): Generator<[FindingKind, string]> {
  switch (reach.kind) {
    case "tool":
      yield ["new_tool", `${reach.server}/${reach.tool}`];
      return;
    case "ingress":
      yield ["listener", `${reach.path}:${reach.port}`];
      return;
    case "egress": {
      yield ["new_destination", `${reach.target}:${reach.port} ${reach.method}`];
      if (reach.target.startsWith("*.")) yield ["wildcard", reach.target];
      const network = parseNetwork(reach.target);
      if (network !== undefined && network.prefix < WIDTH[network.family]) yield ["address_range", reach.target];
      if (reach.private) yield ["private_range", reach.target];
    }
  }
}

function findingOfCredential(type: Credential["type"] | undefined): FindingKind {
  if (type === "direct_lease") return "direct_lease";
  return type === "brokered" ? "brokered_credential" : "injected_credential";
}

function findingOfPart({ change, part, name, credential_type: type }: PartChange): FindingKind | undefined {
  switch (part) {
    case "credential":
      if (change === "removed") return undefined;
      return change === "added" || type === "direct_lease" ? findingOfCredential(type) : "credential_changed";
    case "hook":
      return change === "removed" ? undefined : "hook";
    case "mcp_server":
      return change === "removed" ? undefined : "mcp_server_changed";
    case "denied_tool":
      return change === "removed" ? "denied_tool_lifted" : undefined;
    case "setting":
      return SAFEGUARDS.has(name) ? "safeguard_changed" : "setting_changed";
  }
}

/** Every reason for the risk of a change, each once, in the order of the delta. */
export function findingsOf(change: Delta): Finding[] {
  const found = new Map<string, Finding>();
  const add = (finding: FindingKind, subject: string): void => {
    found.set(`${finding} ${subject}`, { finding, risk_level: RISK_OF_FINDING[finding], subject });
  };
  for (const reach of change.added) for (const [finding, subject] of findingsOfReach(reach)) add(finding, subject);
  for (const part of change.parts) {
    const finding = findingOfPart(part);
    if (finding !== undefined) add(finding, part.name);
  }
  return [...found.values()];
}

const LEVELS: readonly RiskLevel[] = ["low", "medium", "high"];

/** The highest risk among findings; low where there is none. */
export function riskOf(findings: readonly Finding[]): RiskLevel {
  const highest = Math.max(0, ...findings.map(({ risk_level }) => LEVELS.indexOf(risk_level)));
  return LEVELS[highest] ?? "low";
}
