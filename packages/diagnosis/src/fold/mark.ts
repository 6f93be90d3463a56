import * as z from "zod";

/** A place in a run's log. Events are ordered by time, and by position where the times are equal. */
export const Mark = z.object({ at: z.number(), seq: z.number(), timestamp: z.string() });
export type Mark = z.infer<typeof Mark>;

type Place = Pick<Mark, "at" | "seq">;

/** Negative when `a` happened before `b`. */
export function byTime(a: Place, b: Place): number {
  return a.at - b.at || a.seq - b.seq;
}

/** The earlier of two places that may be unknown. */
export function earlier<M extends Mark>(a: M | undefined, b: M | undefined): M | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return byTime(a, b) <= 0 ? a : b;
}

/** The later of two places that may be unknown. */
export function later<M extends Mark>(a: M | undefined, b: M | undefined): M | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return byTime(a, b) >= 0 ? a : b;
}

export function markOf({ at, seq, timestamp }: Mark): Mark {
  return { at, seq, timestamp };
}
