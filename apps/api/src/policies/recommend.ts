import { type EvidenceRef, namedRefs, type RecommendPolicyPatchRequest, verificationRef } from "@operator/contract";
import {
  explainAction,
  isRecommendRefusal,
  type Recommendation,
  type RecommendRefusal,
  readDesired,
  readSentence,
  recommendPatch,
  recommendTightening,
  type Support,
  type Wish,
} from "@operator/policy";
import type { Ports } from "../ports.ts";
import { isRefusal, type Refusal } from "../refusal.ts";
import { type Evidence, gatherEvidence } from "./evidence.ts";
import { invalidCandidate, recommendRefusal } from "./refusals.ts";
import { secretIssues } from "./secret-issues.ts";
import type { Revision } from "./stored-policy.ts";
import { decisionsSince } from "./usage.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** A patch, what it rests on, and the refs that lead there. */
export interface Supported {
  proposal: Recommendation;
  support: Support;
  refs: EvidenceRef[];
}

function desireOf({
  desired_behavior,
  desired_change,
}: RecommendPolicyPatchRequest): Wish | RecommendRefusal | undefined {
  if (desired_behavior !== undefined) return readSentence(desired_behavior);
  return desired_change === undefined ? undefined : readDesired(desired_change);
}

/** Where the policy that a patch is against can be read again. */
function policyRef(agent: string): EvidenceRef {
  return verificationRef(
    `/v1/agents/${encodeURIComponent(agent)}/policy`,
    "reads the policy that the patch is against",
  );
}

/** For a wish without denials: the rules that stand in its way now. */
function rulesInTheWay({ stored, row }: Revision, { flips }: Recommendation): EvidenceRef[] {
  const rules = flips.flatMap((action) => explainAction(stored.compiled, row.digest, action)?.rules ?? []);
  return namedRefs("policy_rule", rules);
}

async function tighten(
  tenant: string,
  asked: RecommendPolicyPatchRequest,
  days: number,
  revision: Revision,
  ports: Ports,
): Promise<Supported | Refusal> {
  const runs = await decisionsSince(tenant, asked.agent, ports.now() - days * DAY_MS, ports);
  if (runs === undefined) return recommendRefusal({ kind: "usage_unknown" });
  const proposal = recommendTightening(revision.stored, runs);
  if (proposal.kind !== "recommended") return recommendRefusal(proposal);
  const { usage } = proposal;
  const refs = [
    ...namedRefs(
      "policy_rule",
      usage.map(({ rule }) => rule),
    ),
    policyRef(asked.agent),
  ];
  return { proposal, support: { kind: "usage", runs: runs.length, usage }, refs };
}

/** A patch whose document would hold a secret is refused like the document itself: it would be stored and shown. */
function withoutSecrets(found: Supported): Supported | Refusal {
  const secrets = secretIssues(found.proposal.policy_yaml);
  return secrets.length === 0 ? found : invalidCandidate(secrets);
}

/** Finds the least patch that a request asks for, and what speaks for it. */
export async function recommend(
  tenant: string,
  asked: RecommendPolicyPatchRequest,
  revision: Revision,
  ports: Ports,
): Promise<Supported | Refusal> {
  const found = await findPatch(tenant, asked, revision, ports);
  return isRefusal(found) ? found : withoutSecrets(found);
}

async function findPatch(
  tenant: string,
  asked: RecommendPolicyPatchRequest,
  revision: Revision,
  ports: Ports,
): Promise<Supported | Refusal> {
  if (asked.tighten !== undefined) return tighten(tenant, asked, asked.tighten.window_days, revision, ports);
  const desire = desireOf(asked);
  if (desire !== undefined && isRecommendRefusal(desire)) return recommendRefusal(desire);
  const cites = asked.run_id !== undefined || asked.destination !== undefined;
  const evidence: Evidence | Refusal | undefined = cites ? await gatherEvidence(tenant, asked, ports) : undefined;
  if (evidence !== undefined && isRefusal(evidence)) return evidence;

  const proposal = recommendPatch(revision.stored, desire ?? { actions: evidence?.actions ?? [] });
  if (proposal.kind !== "recommended") return recommendRefusal(proposal);
  if (evidence === undefined) {
    return {
      proposal,
      support: { kind: "desire" },
      refs: [...rulesInTheWay(revision, proposal), policyRef(asked.agent)],
    };
  }
  const { denials, runs, refs } = evidence;
  return { proposal, support: { kind: "denials", denials, runs }, refs };
}
