import { type Candidate, limits } from "@operator/contract";
import { candidateDigest } from "../candidate/candidate.ts";
import { hasNewEvidence } from "../candidate/sameness.ts";
import { type ConfirmationEvent, subjectOf } from "../trail/event.ts";
import type { Context } from "./handler.ts";
import type { Refusal } from "./refusal.ts";
import { type ConfirmationState, statusAt } from "./state.ts";

/** A candidate with the id that it gets if it is new, and what is shown beside it. */
export interface Proposal {
  confirmationId: string;
  candidate: Candidate;
  delta?: ConfirmationState["delta"];
  replay?: ConfirmationState["replay"];
}

/** What the tenant's desk holds already. It is read in the transaction that proposes. */
export interface DeskContents {
  /** The latest confirmation with the same `sameProposalKey`. */
  same?: ConfirmationState | undefined;
  /** The declined ones with the same `sameChangeKey`. */
  declined: readonly ConfirmationState[];
  /** How many of the proposer's are pending. */
  pendingOfProposer: number;
}

/** The confirmation that a proposal came to: a new one, or the one that is open already. */
export type ProposalOutcome =
  | { ok: true; replayed: boolean; state: ConfirmationState; events: ConfirmationEvent[] }
  | { ok: false; refusal: Refusal; events: ConfirmationEvent[] };

function whyNot({ candidate }: Proposal, { declined, pendingOfProposer }: DeskContents): Refusal | undefined {
  const last = declined.toSorted((a, b) => (b.closed_at ?? 0) - (a.closed_at ?? 0))[0];
  const known = declined.flatMap((state) => state.candidate.evidence);
  if (last !== undefined && !hasNewEvidence(candidate.evidence, known)) {
    return { kind: "declined_before", confirmationId: last.confirmation_id, at: last.closed_at ?? 0 };
  }
  if (pendingOfProposer >= limits.MAX_PENDING_PER_PROPOSER) {
    return { kind: "too_many_pending", pending: pendingOfProposer, limit: limits.MAX_PENDING_PER_PROPOSER };
  }
  return undefined;
}

/**
 * Opens a confirmation. The same proposal again gives the one that is open; a change that people declined is not asked for
 * again before there is new evidence; a proposer has a bounded number of them pending.
 */
export function propose(proposal: Proposal, desk: DeskContents, { now, digest }: Context): ProposalOutcome {
  const { confirmationId, candidate, delta, replay } = proposal;
  const open = desk.same && ["pending", "approved"].includes(statusAt(desk.same, now)) ? desk.same : undefined;
  if (open !== undefined) return { ok: true, replayed: true, state: open, events: [] };
  const state: ConfirmationState = {
    confirmation_id: confirmationId,
    status: "pending",
    candidate,
    candidate_digest: candidateDigest(candidate, digest),
    ...(delta === undefined ? {} : { delta }),
    ...(replay === undefined ? {} : { replay }),
    votes: [],
  };
  const record = { at: now, actor: candidate.proposer };
  const refusal = whyNot(proposal, desk);
  if (refusal !== undefined) {
    const { confirmation_id: _id, status: _status, ...subject } = subjectOf(state);
    const payload = { ...subject, command: "propose", refusal: refusal.kind };
    return { ok: false, refusal, events: [{ event_type: "confirmation_refused", ...record, payload }] };
  }
  return {
    ok: true,
    replayed: false,
    state,
    events: [{ event_type: "confirmation_proposed", ...record, payload: subjectOf(state) }],
  };
}
