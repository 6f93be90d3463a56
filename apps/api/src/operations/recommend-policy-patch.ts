import { requirementOf } from "@operator/confirmation";
import { RecommendPolicyPatchResponse, SCHEMA_VERSION } from "@operator/contract";
import { describeProposal } from "@operator/policy";
import { openConfirmation } from "../confirmations/open-confirmation.ts";
import { evaluatePolicyChange } from "../confirmations/policy-change.ts";
import type { Handler } from "../handler.ts";
import { recommend } from "../policies/recommend.ts";
import { findRevision, policyNotFound } from "../policies/stored-policy.ts";
import { isRefusal } from "../refusal.ts";

/** Proposes the least change of a policy, and opens the confirmation that a person decides. */
export const recommendPolicyPatch: Handler<"recommendPolicyPatch"> = async ({ body, caller }, ports) => {
  const revision = await findRevision(caller.tenant, body.agent, { kind: "current" }, ports);
  if (revision === undefined) return policyNotFound();
  const found = await recommend(caller.tenant, body, revision, ports);
  if (isRefusal(found)) return found;

  const { proposal, support, refs } = found;
  const change = await evaluatePolicyChange(
    {
      agent: body.agent,
      revision,
      proposal,
      changeType: proposal.change_type,
      rationale: { by: "service", text: describeProposal(proposal.delta, support) },
      evidence: refs,
      ...(support.kind === "usage" ? { usage: support.usage } : {}),
    },
    caller,
    ports,
  );
  if (isRefusal(change)) return change;
  const opened = await openConfirmation(change, ports);
  if (isRefusal(opened)) return opened;

  const { candidate } = opened.state;
  const { affected_destinations: destinations, credential_ids: credentials } = candidate;
  return {
    body: RecommendPolicyPatchResponse.parse({
      schema_version: SCHEMA_VERSION,
      proposed_patch: proposal.diff,
      risk_level: candidate.risk_level,
      rationale: candidate.rationale,
      ...(destinations.length === 0 ? {} : { affected_destinations: destinations }),
      ...(credentials.length === 0 ? {} : { credential_ids: credentials }),
      evidence_refs: candidate.evidence,
      confirmation: requirementOf(opened.state),
      next_action: "review_policy_patch",
    }),
  };
};
