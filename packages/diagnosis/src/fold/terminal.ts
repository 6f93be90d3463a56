import { isValidErrorCategory } from "@operator/contract";
import { clip } from "../text/clip.ts";
import { firstTextOf, integerOf, type RunEvent, textOf } from "./event.ts";
import { MAX_NAME_BYTES, MAX_REASON_BYTES } from "./limits.ts";
import type { End } from "./state.ts";

/** The words for an outcome that runtimes put into `payload.status` of `run_stop`. */
const OUTCOMES: ReadonlyMap<string, End["status"]> = new Map([
  ...["completed", "complete", "succeeded", "success", "ok", "done"].map((word) => [word, "completed"] as const),
  ...["failed", "failure", "error", "crashed", "timeout", "timed_out", "oom_killed"].map(
    (word) => [word, "failed"] as const,
  ),
  ...["stopped", "cancelled", "canceled", "aborted", "interrupted"].map((word) => [word, "stopped"] as const),
]);

/** Exit codes of a process that was told to stop: interrupted, killed, terminated. */
const STOP_SIGNALS: ReadonlySet<number> = new Set([130, 137, 143, -2, -9, -15]);

function namesFailure(event: RunEvent): boolean {
  const category = textOf(event.payload, "category");
  return category !== undefined && isValidErrorCategory(category);
}

/** A stop is a person's doing unless the event says that the run failed, by a category, a reason or an exit code. */
function stopOutcome(event: RunEvent): End["status"] {
  const stated = OUTCOMES.get(textOf(event.payload, "status")?.toLowerCase() ?? "");
  if (stated === "completed" || stated === "failed") return stated;
  if (namesFailure(event)) return "failed";
  if (stated === "stopped") return stated;
  if (textOf(event.payload, "fail_reason") !== undefined) return "failed";
  const code = integerOf(event.payload, "exit_code") ?? 0;
  return code === 0 || STOP_SIGNALS.has(code) ? "stopped" : "failed";
}

function outcome(event: RunEvent): End["status"] {
  switch (event.event_type) {
    case "run_complete":
      return "completed";
    case "run_failed":
      return "failed";
    case "run_cancelled":
      return "stopped";
    default:
      return stopOutcome(event);
  }
}

/** The end of the run that a terminal event of the runtime states. */
export function endOf(event: RunEvent): End {
  const { payload } = event;
  const exitCode = integerOf(payload, "exit_code");
  const reason = firstTextOf(payload, ["fail_reason", "reason"]);
  const by = firstTextOf(payload, ["stopped_by", "cancelled_by", "requested_by"]);
  return {
    at: event.at,
    seq: event.seq,
    timestamp: event.timestamp,
    event_type: event.event_type,
    status: outcome(event),
    ...(exitCode === undefined ? {} : { exit_code: exitCode }),
    ...(reason === undefined ? {} : { reason: clip(reason, MAX_REASON_BYTES) }),
    ...(by === undefined ? {} : { by: clip(by, MAX_NAME_BYTES) }),
  };
}
