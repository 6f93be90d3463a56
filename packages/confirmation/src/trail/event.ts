import { type JsonObject, Sha256 } from "@operator/contract";
import { type PrincipalCommand, principalOf } from "../protocol/command.ts";
import type { Context } from "../protocol/handler.ts";
import type { Refusal } from "../protocol/refusal.ts";
import type { ConfirmationState } from "../protocol/state.ts";
import { approversOf } from "../protocol/votes.ts";

/** States what the service does itself, because time has passed or a policy has changed. */
const SERVICE_ACTOR = "operator";

type EventType =
  | "confirmation_proposed"
  | "confirmation_viewed"
  | "confirmation_decided"
  | "confirmation_refused"
  | "confirmation_cancelled"
  | "confirmation_superseded"
  | "confirmation_expired"
  | "grant_redeemed"
  | "apply_reported";

/**
 * A record for the tenant's audit log. What people and executors wrote stands in it as a digest: enough to prove later what
 * it was, and nothing that could carry a secret or speak to whoever reads the log.
 */
export interface ConfirmationEvent {
  event_type: EventType;
  /** Milliseconds since 1970. */
  at: number;
  /** A principal id, or `operator` for what the service does itself. */
  actor: string;
  payload: JsonObject;
}

/** What every record says of its confirmation. */
export function subjectOf({ confirmation_id, candidate, candidate_digest, status }: ConfirmationState): JsonObject {
  const { change_type, risk_level, proposer } = candidate;
  return { confirmation_id, candidate_digest, change_type, risk_level, proposer, status };
}

function digested(field: string, text: string | undefined, { digest }: Context): JsonObject {
  return text ? { [field]: digest(text) } : {};
}

function factsOf(state: ConfirmationState, command: PrincipalCommand, context: Context): [EventType, JsonObject] {
  switch (command.kind) {
    case "decide": {
      const { decision, reason, decider } = command;
      return [
        "confirmation_decided",
        { decision, key_id: decider.keyId, ...digested("reason_digest", reason, context) },
      ];
    }
    case "cancel":
      return ["confirmation_cancelled", {}];
    case "redeem": {
      const deciders = approversOf(state).map(({ id }) => id);
      return ["grant_redeemed", { nonce: command.nonce, key_id: command.executor.keyId, deciders }];
    }
    case "report": {
      const base_moved = state.report?.base_moved === true;
      const hindered_by = state.report?.hindered_by;
      const { outcome, detail } = command;
      return [
        "apply_reported",
        { outcome, base_moved, ...(hindered_by && { hindered_by }), ...digested("detail_digest", detail, context) },
      ];
    }
  }
}

/** The record of an accepted command, with the state after it. */
export function eventOf(state: ConfirmationState, command: PrincipalCommand, context: Context): ConfirmationEvent {
  const [event_type, facts] = factsOf(state, command, context);
  const actor = principalOf(command);
  return { event_type, at: context.now, actor, payload: { ...subjectOf(state), ...facts } };
}

/** The record of what time or another policy did to a confirmation. */
export function settledEvent(state: ConfirmationState, { now }: Context): ConfirmationEvent {
  const isExpired = state.status === "expired";
  const by = state.superseded_by === undefined ? {} : { policy_digest: state.superseded_by };
  return {
    event_type: isExpired ? "confirmation_expired" : "confirmation_superseded",
    at: now,
    actor: SERVICE_ACTOR,
    payload: { ...subjectOf(state), ...by },
  };
}

/** What was asked for, as far as it is not free text. */
function attemptOf(command: PrincipalCommand): JsonObject {
  if (command.kind !== "decide") return { command: command.kind };
  const { decision, candidateDigest } = command;
  const named = Sha256.safeParse(candidateDigest).success ? { named_digest: candidateDigest } : {};
  return { command: "decide", decision, ...named };
}

/** The record of a refused command: who tried what, and why not. */
export function refusedEvent(
  state: ConfirmationState,
  command: PrincipalCommand,
  refusal: Refusal,
  { now }: Pick<Context, "now">,
): ConfirmationEvent {
  const withdrawn = refusal.kind === "approvals_withdrawn" ? { withdrawn: [...refusal.principals] } : {};
  return {
    event_type: "confirmation_refused",
    at: now,
    actor: principalOf(command),
    payload: { ...subjectOf(state), ...attemptOf(command), refusal: refusal.kind, ...withdrawn },
  };
}

/** The record that somebody who decides has looked at a confirmation. */
export function viewedEvent(state: ConfirmationState, viewer: string, now: number): ConfirmationEvent {
  return { event_type: "confirmation_viewed", at: now, actor: viewer, payload: subjectOf(state) };
}
