import { clip } from "../text.ts";
import { integerOf, type RunEvent, textOf } from "./event.ts";
import type { End } from "./state.ts";

const MAX_REASON_BYTES = 400;

/** The words for an outcome that runtimes put into `payload.status` of `run_stop`. */
const OUTCOMES: Readonly<Record<string, End["status"]>> = {
  completed: "completed",
  complete: "completed",
  succeeded: "completed",
  success: "completed",
  failed: "failed",
  failure: "failed",
  error: "failed",
  crashed: "failed",
  stopped: "stopped",
  cancelled: "stopped",
  canceled: "stopped",
};

function stopOutcome(event: RunEvent): End["status"] {
  const stated = textOf(event.payload, "status")?.toLowerCase();
  if (stated !== undefined && Object.hasOwn(OUTCOMES, stated)) return OUTCOMES[stated] ?? "stopped";
  return (integerOf(event.payload, "exit_code") ?? 0) === 0 ? "stopped" : "failed";
}

function outcome(event: RunEvent): End["status"] | undefined {
  switch (event.event_type) {
    case "run_complete":
      return "completed";
    case "run_failed":
      return "failed";
    case "run_cancelled":
      return "stopped";
    case "run_stop":
      return stopOutcome(event);
    default:
      return undefined;
  }
}

/** The end of the run that an event of the runtime states, or `undefined`. */
export function endOf(event: RunEvent): End | undefined {
  const status = outcome(event);
  if (status === undefined) return undefined;
  const exitCode = integerOf(event.payload, "exit_code");
  const reason = textOf(event.payload, "fail_reason") ?? textOf(event.payload, "reason");
  return {
    at: event.at,
    seq: event.seq,
    timestamp: event.timestamp,
    event_type: event.event_type,
    status,
    ...(exitCode === undefined ? {} : { exit_code: exitCode }),
    ...(reason === undefined ? {} : { reason: clip(reason, MAX_REASON_BYTES) }),
  };
}
