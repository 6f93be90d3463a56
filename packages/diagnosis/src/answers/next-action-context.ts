import type { ConfirmationRequirement } from "@operator/contract";
import type { FailureSignature } from "./signature.ts";

/** A confirmation that goes on, about a change that this run gave rise to. */
export interface OpenConfirmation {
  /** The change type of the confirmation protocol: `policy_patch`, `credential_binding`, `handoff_trigger`, ... */
  changeType: string;
  /** Whether it waits for people, or was approved and waits for its executor; `pending` if absent. */
  phase?: "pending" | "approved" | "applying";
  /** As the answer carries it. */
  requirement: ConfirmationRequirement;
}

/** How the latest closed confirmation about this run ended. */
export interface ClosedConfirmation {
  changeType: string;
  outcome: "applied" | "declined" | "expired" | "cancelled" | "superseded" | "apply_failed";
  /** Milliseconds since 1970. */
  at: number;
  /** What the person who declined wrote, quoted and said to be theirs. */
  words?: string;
}

/** An earlier run of the same agent. */
export interface PreviousRun {
  runId: string;
  /** Absent for a run that has not failed. */
  signature?: FailureSignature;
}

/** What nextAction needs to know beyond the events of the run. All of it may be absent. */
export interface NextActionContext {
  /** Milliseconds since 1970. Without it nothing is said of how long a run has been silent. */
  now?: number;
  /** How long a run may be silent before that is said; `DEFAULT_STALL_LIMIT_MS` if absent. */
  stallLimitMs?: number;
  openConfirmation?: OpenConfirmation;
  closedConfirmation?: ClosedConfirmation;
  /** The runs of the same agent before this one, the latest first. */
  previousRuns?: readonly PreviousRun[];
}
