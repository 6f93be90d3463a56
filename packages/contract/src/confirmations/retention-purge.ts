import * as z from "zod";
import { MAX_PURGED_RUNS } from "../limits.ts";
import { RunId } from "../run-id.ts";
import type { Candidate } from "./candidate.ts";

const RunIds = z
  .array(RunId)
  .min(1)
  .max(MAX_PURGED_RUNS)
  .refine((ids) => new Set(ids).size === ids.length, { error: "must not repeat" });

/** The runs whose records somebody proposes to purge. */
export const ProposedPurge = z
  .strictObject({ run_ids: RunIds })
  .meta({ id: "ProposedPurge", description: "The runs whose records are to be purged." });

/**
 * A purge as it is frozen: the runs, in order of their ids, and for each the last position that goes. What a run stores
 * after people were asked is not purged with what they saw.
 */
export const RetentionPurge = z
  .strictObject({ run_ids: RunIds, through: z.array(z.int().min(1)).max(MAX_PURGED_RUNS) })
  .refine(({ run_ids, through }) => run_ids.length === through.length, {
    error: "needs a position for every run",
    path: ["through"],
  })
  .meta({ id: "RetentionPurge", description: "The runs whose records are purged, each through a position." });
export type RetentionPurge = z.infer<typeof RetentionPurge>;

/** The runs that a confirmation purges, or `undefined` when it is about another change. */
export function purgeOf({ change_type, patch }: Pick<Candidate, "change_type" | "patch">): RetentionPurge | undefined {
  return change_type === "retention_purge" ? RetentionPurge.safeParse(patch).data : undefined;
}

/** Why a purge that was approved was not carried out, though its executor reported it as applied. */
export const Hindrance = z
  .enum(["run_on_hold", "evidence_purged"])
  .meta({ id: "Hindrance", description: "The problem because of which an approved purge was not carried out." });
export type Hindrance = z.infer<typeof Hindrance>;
