import type { JsonObject } from "@operator/contract";

/** Stands in every refused request; an answer or a log line that holds it repeats input. */
export const CANARY = "kingfisher over the weir";

/** A valid event of a run, with something changed. */
export function event(runId: string, change: JsonObject = {}, payload: JsonObject = {}): JsonObject {
  return {
    timestamp: "2026-07-02T09:00:00.000Z",
    event_type: "progress",
    deployment_mode: "local",
    actor: "daemon",
    payload: { note: CANARY, run_id: runId, ...payload },
    ...change,
  };
}
