import * as z from "zod";

/** Where a confirmation stands. `pending`, `approved` and `applying` go on; the others are final. */
export const ConfirmationStatus = z
  .enum([
    "pending",
    "approved",
    "applying",
    "applied",
    "declined",
    "expired",
    "cancelled",
    "superseded",
    "apply_failed",
  ])
  .meta({ id: "ConfirmationStatus", description: "Where a confirmation stands." });
export type ConfirmationStatus = z.infer<typeof ConfirmationStatus>;

export const Decision = z
  .enum(["approve", "decline"])
  .meta({ id: "Decision", description: "What a person says to a proposal." });
export type Decision = z.infer<typeof Decision>;

/** The id of a confirmation: 128 random bits. It names and is no credential. */
export const ConfirmationId = z.string().regex(/^confirm_[0-9a-f]{32}$/, "must be confirm_ and 32 hex digits");

/** What makes a redemption the only one of its kind. */
export const Nonce = z.string().regex(/^[A-Za-z0-9_-]{16,128}$/, "must be 16 to 128 letters, digits, - or _");
