import { isOverloaded } from "../adapters/call-object.ts";
import { refuse } from "../refusal.ts";
import { problemResponse } from "./responses.ts";

const MAX_FRAMES = 8;

/** Where a fault happened, without its message, which may repeat what the request held. */
function framesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const stack = (error.stack ?? "").replace(error.message, "");
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, MAX_FRAMES);
}

/** Answers and logs a bug, or an object that has too much to do. Neither tells anything of the request or of the cause. */
export function faultResponse(error: unknown, route: string): Response {
  const requestId = crypto.randomUUID();
  const name = error instanceof Error ? error.name : typeof error;
  console.error(JSON.stringify({ level: "error", request_id: requestId, route, error: name, frames: framesOf(error) }));
  const refusal = isOverloaded(error)
    ? refuse("unavailable", "The service is busy; try again.", { headers: { "retry-after": "1" } })
    : refuse("internal_error", "The service failed; name the request id when asking for help.");
  return problemResponse(refusal, requestId);
}
