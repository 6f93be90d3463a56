import type { ClosedOutcome, Command, ConfirmationState, Proposal, Refusal } from "@operator/confirmation";
import type { ConfirmationRequirement } from "@operator/contract";

declare const holds: unique symbol;

/** The JSON text of a value. */
export type Text<Value> = string & { readonly [holds]?: Value };

/** A confirmation as it stands, with what tells one of its states from the next. */
export interface Standing {
  state: ConfirmationState;
  /** Another one whenever the confirmation shows otherwise. */
  tag: string;
}

export type ProposeResult = ({ kind: "open"; replayed: boolean } & Standing) | { kind: "refused"; refusal: Refusal };

/** What is proposed; the desk reads the rest from what it holds. */
export type NewProposal = Pick<Proposal, "confirmationId" | "candidate"> & Pick<ConfirmationState, "delta" | "replay">;

export type CommandResult =
  | ({ kind: "done"; replayed: boolean } & Standing)
  | { kind: "refused"; refusal: Refusal }
  | { kind: "confirmation_not_found" };

/** The key that the decision was sent with may have been revoked on the way. */
export type DecideResult = CommandResult | { kind: "key_revoked" };

export type RedeemResult =
  | Exclude<CommandResult, { kind: "done" }>
  | ({ kind: "redeemed"; auditIndex: number } & Standing);

type Of<Kind extends Command["kind"]> = Extract<Command, { kind: Kind }>;
export type CancelCommand = Of<"cancel">;
export type ReportCommand = Of<"report">;
/** A decision, with the key that it was sent with; who holds it, and which policy is in force, the desk asks itself. */
export type DecideRequest = Omit<Of<"decide">, "kind" | "decider" | "policyDigest"> & { keyId: string };
/** A redemption; who approved, as the directory knows them now, the desk asks itself. */
export type RedeemRequest = Omit<Of<"redeem">, "kind" | "approvers" | "policyDigest">;

/** What a run is told of a confirmation that cites it. */
export interface RunNotice {
  confirmation_id: string;
  /** The order of proposals. */
  number: number;
  /** Present while it goes on. */
  open?: {
    change_type: string;
    phase: "pending" | "approved" | "applying";
    requirement: ConfirmationRequirement;
    /** When time ends it, in milliseconds since 1970. */
    until?: number;
  };
  /** Present once it has ended. */
  closed?: { change_type: string; outcome: ClosedOutcome["outcome"]; at: number; words?: string };
}

/** A confirmation in a list, with its place in the order of proposals. */
export type ListedStanding = Standing & { number: number };
