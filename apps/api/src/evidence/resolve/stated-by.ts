import type { StatingEvent } from "../../objects/run-log/evidence.ts";

/** The events that state something, as an answer names them. */
export function statedBy(
  events: readonly StatingEvent[],
): { audit_seq: number; event_type: string; timestamp: string }[] {
  return events.map(({ audit_seq, event_type, timestamp }) => ({ audit_seq, event_type, timestamp }));
}
