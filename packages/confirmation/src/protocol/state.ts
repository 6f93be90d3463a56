import {
  BoundedJson,
  boundedText,
  Candidate,
  ConfirmationId,
  ConfirmationStatus,
  Decision,
  GroupName,
  Hindrance,
  limits,
  Nonce,
  PrincipalId,
  parseRfc3339,
  Sha256,
} from "@operator/contract";
import * as z from "zod";

/** The states that nothing leads out of. */
export const FINAL: ReadonlySet<ConfirmationStatus> = new Set<ConfirmationStatus>([
  "applied",
  "declined",
  "expired",
  "cancelled",
  "superseded",
  "apply_failed",
]);

/** Milliseconds since 1970. */
const Instant = z.int();

/** What one person said, and to which bytes. A vote that is void counts no more and does not bind the person. */
export const Vote = z.strictObject({
  decider: PrincipalId,
  key_id: z.string().min(1),
  decision: Decision,
  candidate_digest: Sha256,
  reason: boundedText(limits.MAX_REASON_CHARS).optional(),
  decided_at: Instant,
  /** The required groups that the person stood for when it was last looked at. */
  groups: z.array(GroupName).max(limits.MAX_APPROVALS),
  void: z.strictObject({ because: z.enum(["rights_withdrawn", "superseded"]), at: Instant }).optional(),
});
export type Vote = z.infer<typeof Vote>;

/**
 * What the executor reported. It reported `applied`, but: `base_moved`, the policy had changed meanwhile; `hindered_by`, the
 * service could not purge the runs.
 */
export const Report = z.strictObject({
  outcome: z.enum(["applied", "failed"]),
  detail: boundedText(limits.MAX_DETAIL_CHARS).optional(),
  base_moved: z.boolean(),
  hindered_by: Hindrance.optional(),
  reported_at: Instant,
});
export type Report = z.infer<typeof Report>;

/** A confirmation as it is kept. */
export const ConfirmationState = z.strictObject({
  confirmation_id: ConfirmationId,
  status: ConfirmationStatus,
  candidate: Candidate,
  candidate_digest: Sha256,
  /** What is shown to reviewers beside the candidate: what the change would allow, and what past runs would have met. */
  delta: BoundedJson.optional(),
  replay: BoundedJson.optional(),
  votes: z.array(Vote),
  /** Since the approval that was the last one needed. */
  grant: z.strictObject({ approved_at: Instant, expires_at: Instant }).optional(),
  redemption: z.strictObject({ executor: PrincipalId, redeemed_at: Instant, nonce: Nonce }).optional(),
  report: Report.optional(),
  /** When a final state was reached. */
  closed_at: Instant.optional(),
  /** The policy that came between, when one did. */
  superseded_by: Sha256.optional(),
});
export type ConfirmationState = z.infer<typeof ConfirmationState>;

/** When a proposal ends if nobody decides. */
export function proposalEnd({ candidate }: ConfirmationState): number {
  const at = parseRfc3339(candidate.expires_at);
  if (at === undefined) throw new RangeError("a candidate expires at an RFC 3339 time");
  return at;
}

/** When time alone ends a confirmation: what an alarm is to be set to. `undefined` when it waits for no time. */
export function deadlineOf(state: ConfirmationState): number | undefined {
  if (state.status === "pending") return proposalEnd(state);
  return state.status === "approved" ? state.grant?.expires_at : undefined;
}

/** The status at a time: what is past its deadline has expired, whether or not an alarm has run. */
export function statusAt(state: ConfirmationState, now: number): ConfirmationStatus {
  const deadline = deadlineOf(state);
  return deadline !== undefined && now >= deadline ? "expired" : state.status;
}

/** An id from 16 random bytes. */
export function formatConfirmationId(random: Uint8Array): string {
  if (random.length !== 16) throw new RangeError("a confirmation id takes 16 random bytes");
  return `confirm_${Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
