import { createHash } from "node:crypto";
import type { JsonObject } from "@operator/contract";

/** A record's place in the chain of its source. */
export interface Link {
  seq: number;
  hash: string;
}

const ORDER = ["timestamp", "event_type", "deployment_mode", "actor"];

/**
 * Chains events as their source does. Written for the tests alone, so that the service's own code is not checked with
 * itself; it does for payloads of plain texts and whole numbers, one level deep.
 */
export function chained(events: readonly JsonObject[], last: Link = { seq: 0, hash: "" }): JsonObject[] {
  let { seq, hash } = last;
  return events.map((event) => {
    const prev_hash = hash;
    seq++;
    const payload = Object.fromEntries(Object.entries(event.payload ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
    const fields = Object.fromEntries(ORDER.map((name) => [name, event[name] ?? null]));
    hash = createHash("sha256")
      .update(JSON.stringify({ seq, prev_hash, ...fields, payload }))
      .digest("hex");
    return { ...event, seq, prev_hash, record_hash: hash };
  });
}
