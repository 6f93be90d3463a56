import { jsonOf } from "@operator/confirmation";
import { isRecord, limits, POLICY_CHANGES, type ProposeChangeRequest, ProposedPurge } from "@operator/contract";
import { applyDiff, describeChange } from "@operator/policy";
import { redactText, redactValue } from "@operator/redaction";
import type { Caller } from "../middleware/authentication.ts";
import { readDocument } from "../policies/read-document.ts";
import { findRevision, policyNotFound, type Revision } from "../policies/stored-policy.ts";
import type { Ports } from "../ports.ts";
import { isRefusal, type Refusal, refuse } from "../refusal.ts";
import type { EvaluatedChange } from "./open-confirmation.ts";
import { evaluatePolicyChange } from "./policy-change.ts";
import { evaluatePurge } from "./purge-change.ts";

type PolicyProposal = { agent: string; policy_yaml?: string | undefined; diff?: string | undefined };

function isPolicyProposal(patch: unknown): patch is PolicyProposal {
  if (!isRecord(patch)) return false;
  return typeof patch.agent === "string" && (typeof patch.policy_yaml === "string" || typeof patch.diff === "string");
}

function notThisPatch(detail: string): Refusal {
  return refuse("invalid_request", "The body does not fit its schema.", {
    errors: [{ code: "invalid_request", detail, field: "patch" }],
  });
}

/** The document that a proposal would make of the current one. */
function documentOf({ policy_yaml, diff = "" }: PolicyProposal, { stored }: Revision): string | Refusal {
  if (policy_yaml !== undefined) return policy_yaml;
  return applyDiff(stored.text, diff) ?? notThisPatch("the diff does not apply to the agent's current policy");
}

/** What a proposer wrote, as it is kept: without secrets. */
function written({ rationale, evidence_refs, affected_destinations, credential_ids }: ProposeChangeRequest) {
  return {
    rationale: { by: "proposer" as const, text: redactText(rationale) },
    evidence: evidence_refs.map(({ detail, ...ref }) =>
      detail === undefined ? ref : { ...ref, detail: redactText(detail) },
    ),
    affected_destinations,
    credential_ids,
  };
}

async function policyProposal(
  asked: ProposeChangeRequest,
  patch: PolicyProposal,
  caller: Caller,
  ports: Ports,
): Promise<EvaluatedChange | Refusal> {
  const revision = await findRevision(caller.tenant, patch.agent, { kind: "current" }, ports);
  if (revision === undefined) return policyNotFound();
  const document = documentOf(patch, revision);
  if (typeof document !== "string") return document;
  const read = readDocument(document);
  if (isRefusal(read)) return read;
  if (document === revision.stored.text) return refuse("action_allowed", "This document is the current policy.");
  const { rationale, evidence } = written(asked);
  const proposal = describeChange(revision.stored, document, read.policy);
  // What a change is follows from its bytes: a lease stays one under another name.
  const changeType = proposal.change_type === "direct_lease" ? "direct_lease" : asked.change_type;
  return evaluatePolicyChange(
    { agent: patch.agent, revision, proposal, changeType, rationale, evidence },
    caller,
    ports,
  );
}

async function purgeProposal(
  asked: ProposeChangeRequest,
  caller: Caller,
  ports: Ports,
): Promise<EvaluatedChange | Refusal> {
  const purge = ProposedPurge.safeParse(asked.patch);
  if (!purge.success)
    return notThisPatch(`a purge of runs is {run_ids}: 1 to ${limits.MAX_PURGED_RUNS} ids that differ`);
  const evaluated = await evaluatePurge(caller.tenant, purge.data.run_ids, ports);
  if (isRefusal(evaluated)) return evaluated;
  const { change, delta } = evaluated;
  const proposed = { ...change, tenant: caller.tenant, proposer: caller.principalId, ...written(asked) };
  return { change: proposed, ...(delta === undefined ? {} : { delta }) };
}

/** What somebody proposes, checked, without secrets, and evaluated where it can be. */
export async function readProposedChange(
  asked: ProposeChangeRequest,
  caller: Caller,
  ports: Ports,
): Promise<EvaluatedChange | Refusal> {
  const { change_type, patch } = asked;
  if (POLICY_CHANGES.has(change_type) && isPolicyProposal(patch)) return policyProposal(asked, patch, caller, ports);
  // One that names no runs is of records that are kept elsewhere: its executor carries it out.
  if (change_type === "retention_purge" && isRecord(patch) && "run_ids" in patch) {
    return purgeProposal(asked, caller, ports);
  }
  if (change_type === "policy_patch") return notThisPatch("a policy_patch is {agent, policy_yaml} or {agent, diff}");
  return {
    change: {
      change_type,
      patch: redactValue(jsonOf(patch)),
      tenant: caller.tenant,
      proposer: caller.principalId,
      ...written(asked),
    },
  };
}
