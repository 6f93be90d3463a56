import { PROBLEMS, type Problem } from "@operator/contract";
import type { Refusal } from "../refusal.ts";

/** The answer to a refused request: an RFC 9457 problem document. */
export function problemResponse(refusal: Refusal, origin: string, requestId: string): Response {
  const { status, title } = PROBLEMS[refusal.refused];
  const problem: Problem = {
    type: `${origin}/problems/${refusal.refused}`,
    title,
    status,
    detail: refusal.detail,
    instance: `urn:uuid:${requestId}`,
    code: refusal.refused,
    request_id: requestId,
    ...(refusal.errors && refusal.errors.length > 0 ? { errors: refusal.errors } : {}),
    ...(refusal.runStatus === undefined ? {} : { run_status: refusal.runStatus }),
  };
  return new Response(JSON.stringify(problem), {
    status,
    headers: { "content-type": "application/problem+json", ...refusal.headers },
  });
}
