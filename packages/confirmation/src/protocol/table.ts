import type { ConfirmationStatus } from "@operator/contract";
import type { CommandKind } from "./command.ts";
import type { RefusalKind } from "./refusal.ts";

/** A state in which a command can do something: where it may lead, and why it may be refused all the same. */
interface Open {
  to: readonly ConfirmationStatus[];
  /** In the order in which they are looked at. */
  refusals: readonly RefusalKind[];
}

/** What a command meets, in the order in which it is looked at: authority, then repeats, then the state. */
interface Rules {
  /** Who may not, whatever the state. In the order in which they are looked at. */
  authority: readonly RefusalKind[];
  /** The states in which an exact repeat of what was accepted gets the stored outcome again. */
  repeats: readonly ConfirmationStatus[];
  /** Each state: a refusal, what the command can do, or `repeat` where the command can be nothing but a repeat. */
  in: Readonly<Record<ConfirmationStatus, RefusalKind | "repeat" | Open>>;
}

const DECIDING: readonly RefusalKind[] = [
  "decider_not_human",
  "decide_scope_missing",
  "decide_scope_mixed",
  "own_proposal",
  "decider_made_by_proposer",
  "decider_not_eligible",
];

const staysAs = (status: ConfirmationStatus): Open => ({ to: [status], refusals: [] });

/** Nothing to do for time and for other policies: they have done what they can before the command is looked at. */
const AFTER_SETTLING: Rules = {
  authority: [],
  repeats: [],
  in: {
    pending: staysAs("pending"),
    approved: staysAs("approved"),
    applying: staysAs("applying"),
    applied: staysAs("applied"),
    declined: staysAs("declined"),
    expired: staysAs("expired"),
    cancelled: staysAs("cancelled"),
    superseded: staysAs("superseded"),
    apply_failed: staysAs("apply_failed"),
  },
};

/**
 * What time and other policies do to a confirmation before any command is looked at. `expired` comes before `superseded`:
 * the deadline had passed before the command came.
 */
export const SETTLES: Readonly<Partial<Record<ConfirmationStatus, readonly ConfirmationStatus[]>>> = {
  pending: ["expired", "superseded"],
  approved: ["expired", "superseded"],
};

/** Every transition and every refusal of the protocol. The machine looks its answers up here; a test walks all of it. */
export const PROTOCOL: Readonly<Record<CommandKind, Rules>> = {
  decide: {
    authority: DECIDING,
    repeats: ["pending", "approved", "applying", "applied", "declined", "expired", "cancelled", "apply_failed"],
    in: {
      pending: { to: ["pending", "approved", "declined"], refusals: ["candidate_changed", "already_decided"] },
      approved: "already_decided",
      applying: "already_decided",
      applied: "already_decided",
      declined: "already_decided",
      expired: "confirmation_expired",
      cancelled: "confirmation_cancelled",
      superseded: "confirmation_superseded",
      apply_failed: "already_decided",
    },
  },
  cancel: {
    authority: ["not_the_proposer"],
    repeats: [],
    in: {
      pending: { to: ["cancelled"], refusals: [] },
      approved: { to: ["cancelled"], refusals: [] },
      applying: "already_redeemed",
      applied: "already_redeemed",
      declined: "confirmation_declined",
      expired: "confirmation_expired",
      cancelled: "repeat",
      superseded: "confirmation_superseded",
      apply_failed: "already_redeemed",
    },
  },
  redeem: {
    authority: ["executor_not_service", "apply_scope_missing", "executor_is_proposer"],
    repeats: [],
    in: {
      pending: "not_approved",
      // A refused redemption whose approvals were withdrawn leads back to `pending`, or to `expired` when it is too late.
      approved: { to: ["applying", "pending", "expired"], refusals: ["candidate_changed", "approvals_withdrawn"] },
      applying: "already_redeemed",
      applied: "already_redeemed",
      declined: "confirmation_declined",
      expired: "confirmation_expired",
      cancelled: "confirmation_cancelled",
      superseded: "confirmation_superseded",
      apply_failed: "already_redeemed",
    },
  },
  report: {
    authority: ["not_the_executor"],
    repeats: ["applied", "apply_failed"],
    in: {
      pending: "not_redeemed",
      approved: "not_redeemed",
      // What was changed where it is kept since it was redeemed is not what was applied; that it failed can still be told.
      applying: { to: ["applied", "apply_failed"], refusals: ["candidate_changed"] },
      applied: "already_reported",
      declined: "not_redeemed",
      expired: "not_redeemed",
      cancelled: "not_redeemed",
      superseded: "not_redeemed",
      apply_failed: "already_reported",
    },
  },
  expire: AFTER_SETTLING,
  supersede: AFTER_SETTLING,
};
