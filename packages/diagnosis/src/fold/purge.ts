import { ErrorCategory, NextAction } from "@operator/contract";
import * as z from "zod";

/**
 * That the records of a run were purged, and what is kept of the diagnosis that they gave: it can never be made again.
 */
export const Purged = z.object({
  /** The last position whose record is gone. */
  through: z.number(),
  /** Milliseconds since 1970. */
  at: z.number(),
  confirmation_id: z.string(),
  /** Present when the run had failed by then. */
  failure: z
    .object({
      category: ErrorCategory,
      next_action: NextAction,
      signature: z.object({ failure: z.string(), setup: z.string() }),
    })
    .optional(),
});
export type Purged = z.infer<typeof Purged>;

/** The later one of two purges of a run. */
export function laterPurge(a: Purged | undefined, b: Purged | undefined): Purged | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.through >= b.through ? a : b;
}

/** The places of the log whose records are still there. */
export function stillStored<Place extends { seq: number }>(
  { purged }: { purged?: Purged | undefined },
  places: readonly Place[],
): Place[] {
  return purged === undefined ? [...places] : places.filter(({ seq }) => seq > purged.through);
}

/** That records are gone, in a sentence of ours. */
export function purgedSentence({ through, at, confirmation_id }: Purged): string {
  const which = through === 1 ? "The record at position 1" : `The records up to position ${through}`;
  return `${which} of the run ${through === 1 ? "was" : "were"} purged at ${new Date(at).toISOString()} under ${confirmation_id}.`;
}
