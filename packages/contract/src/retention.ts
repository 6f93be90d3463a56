import * as z from "zod";
import { boundedText } from "./confirmations/json.ts";
import { MAX_HOLD_REASON_CHARS, MAX_RETENTION_DAYS } from "./limits.ts";
import { RunId } from "./run-id.ts";
import { Timestamp } from "./time.ts";

/** Whole days after a run last spoke. */
export const RetentionDays = z.int().min(1).max(MAX_RETENTION_DAYS);

/** How long the tenant keeps the records of runs. */
export const Retention = z
  .strictObject({
    days: RetentionDays.describe("Days after a run last spoke, by its own events, until its purge is proposed."),
    updated_at: Timestamp.optional().describe("Absent while the default holds."),
  })
  .meta({ id: "Retention", description: "How long the records of runs are kept." });
export type Retention = z.infer<typeof Retention>;

/** Why a run is held. */
export const HoldReason = boundedText(MAX_HOLD_REASON_CHARS);

/** Whether a run is held. */
export const LegalHold = z
  .strictObject({
    run_id: RunId,
    held: z.boolean(),
    reason: z.string().min(1).optional().describe("Somebody's own words, without secrets."),
    updated_at: Timestamp.optional().describe("Absent where nobody has ever held the run."),
    updated_by: z.string().min(1).optional().describe("The principal that said so."),
  })
  .meta({ id: "LegalHold", description: "Whether a legal hold keeps the records of a run." });
export type LegalHold = z.infer<typeof LegalHold>;
