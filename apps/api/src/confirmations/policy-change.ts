import { jsonOf } from "@operator/confirmation";
import type { ChangeType, EvidenceRef } from "@operator/contract";
import { policyDigest, type Recommendation, replay, type Support } from "@operator/policy";
import { sha256 } from "../adapters/sha256.ts";
import type { Caller } from "../middleware/authentication.ts";
import type { Revision } from "../policies/stored-policy.ts";
import { latestDecisions } from "../policies/usage.ts";
import type { Ports } from "../ports.ts";
import type { Refusal } from "../refusal.ts";
import type { EvaluatedChange } from "./open-confirmation.ts";
import { shownDelta, tooLarge } from "./shown-change.ts";

/** A change of a policy, evaluated: everything that a reviewer sees follows from the documents and the stored runs. */
export interface PolicyChange {
  agent: string;
  revision: Revision;
  proposal: Omit<Recommendation, "kind" | "flips">;
  changeType: ChangeType;
  rationale: EvaluatedChange["change"]["rationale"];
  evidence: readonly EvidenceRef[];
  usage?: Extract<Support, { kind: "usage" }>["usage"];
}

/** Brings a change of a policy into the form of the confirmation protocol, with its replay over the agent's latest runs. */
export async function evaluatePolicyChange(
  { agent, revision, proposal, changeType, rationale, evidence, usage }: PolicyChange,
  caller: Caller,
  ports: Ports,
): Promise<EvaluatedChange | Refusal> {
  const refused = tooLarge(proposal);
  if (refused !== undefined) return refused;
  const runs = await latestDecisions(caller.tenant, agent, ports);
  const { diff, policy_yaml, candidate } = proposal;
  return {
    risk: proposal.risk_level,
    delta: shownDelta(proposal, usage),
    replay: jsonOf(replay(runs, revision.stored.compiled, candidate)),
    change: {
      change_type: changeType,
      patch: { agent, diff, policy_yaml },
      tenant: caller.tenant,
      proposer: caller.principalId,
      agent,
      base_policy_digest: revision.row.digest,
      candidate_policy_digest: policyDigest(candidate.policy, sha256),
      affected_destinations: proposal.affected_destinations,
      credential_ids: proposal.credential_ids,
      evidence: [...evidence],
      rationale,
    },
  };
}
