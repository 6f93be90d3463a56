import {
  type Operation,
  type OperationName,
  PROBLEMS,
  type Problem,
  SCHEMA_VERSION,
  untrustedPointers,
} from "@operator/contract";
import type { Answer, SerialisedAnswer, StreamedAnswer } from "../handler.ts";
import type { Refusal } from "../refusal.ts";

/** What every answer carries. Answers depend on who asks, so that nothing in between may keep them. */
function commonHeaders(type: string): Headers {
  return new Headers({
    "content-type": type,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "operator-schema-version": SCHEMA_VERSION,
  });
}

// Copied by the platform, which is quicker than reading the same few names from an object for every answer.
const JSON_HEADERS = commonHeaders("application/json");
const PROBLEM_HEADERS = commonHeaders("application/problem+json");

function respond(
  body: BodyInit | null,
  status: number,
  common: Headers,
  requestId: string,
  more: Record<string, string> = {},
): Response {
  const response = new Response(body, { status, headers: common });
  response.headers.set("x-request-id", requestId);
  for (const [name, value] of Object.entries(more)) response.headers.set(name, value);
  return response;
}

/** JSON that was written already. */
export function jsonResponse(json: string, status = 200, more?: Record<string, string>): Response {
  return respond(json, status, JSON_HEADERS, crypto.randomUUID(), more);
}

/** The answer of an operation, and where in it text from agents may stand. */
export function answerResponse(answer: Answer<OperationName>, operation: Operation): Response {
  const response = bodyResponse(answer, operation);
  const untrusted = untrustedHeader(operation);
  if (untrusted !== "") response.headers.set("operator-untrusted", untrusted);
  return response;
}

/** Where the answers of an operation may hold text from agents; the same for every answer. */
const untrustedHeaders = new WeakMap<Operation, string>();

/** A list of strings (RFC 9651): JSON Pointers in which `*` stands for every item. */
function untrustedHeader(operation: Operation): string {
  const known = untrustedHeaders.get(operation);
  if (known !== undefined) return known;
  const header = untrustedPointers(operation.output)
    .map((pointer) => `"${pointer}"`)
    .join(", ");
  untrustedHeaders.set(operation, header);
  return header;
}

function bodyResponse(answer: Answer<OperationName>, { status, streams }: Operation): Response {
  // The table ties an answer to its operation; the operation that a route was made for is any of them.
  const body = answer.body as object | SerialisedAnswer | StreamedAnswer;
  if (streams !== undefined && "stream" in body) return streamedResponse(body, status, streams, answer.headers);
  return jsonResponse("json" in body ? body.json : JSON.stringify(body), status, answer.headers);
}

function streamedResponse(
  { stream, status, mediaType }: StreamedAnswer,
  ordinaryStatus: number,
  ordinaryType: string,
  headers: Record<string, string> | undefined,
): Response {
  const more = { ...headers, "content-type": mediaType ?? ordinaryType };
  return respond(stream, status ?? ordinaryStatus, JSON_HEADERS, crypto.randomUUID(), more);
}

/** The answer to a refused request: an RFC 9457 problem document. */
export function problemResponse(refusal: Refusal, requestId: string = crypto.randomUUID()): Response {
  const { status, title } = PROBLEMS[refusal.refused];
  const problem: Problem = {
    type: `/problems/${refusal.refused}`,
    title,
    status,
    detail: refusal.detail,
    instance: `urn:uuid:${requestId}`,
    code: refusal.refused,
    request_id: requestId,
    ...(refusal.errors && refusal.errors.length > 0 ? { errors: refusal.errors } : {}),
    ...(refusal.runStatus === undefined ? {} : { run_status: refusal.runStatus }),
  };
  return respond(JSON.stringify(problem), status, PROBLEM_HEADERS, requestId, refusal.headers);
}
