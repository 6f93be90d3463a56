import { type JsonValue, limits, type ProblemCode, readStrictJson } from "@operator/contract";
import { jsonRefusal } from "../json-body.ts";
import { decodeUtf8 } from "../read-body.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { safeName } from "../safe-name.ts";

/** Why one event of a batch is not stored. */
export interface Rejection {
  index: number;
  code: ProblemCode;
  detail: string;
  field?: string | undefined;
  limit?: number | undefined;
}

/** One event of a body before any check but that of its JSON, or why there is none. */
export type ReadEvent = { value: JsonValue } | { rejection: Rejection };

function batchOf(values: ReadEvent[]): ReadEvent[] | Refusal {
  if (values.length === 0) return refuse("empty_batch", "The batch has no events.");
  if (values.length > limits.MAX_BATCH_EVENTS) {
    const detail = `The batch is limited to ${limits.MAX_BATCH_EVENTS} events.`;
    return refuse("too_many_events", detail, {
      errors: [{ code: "too_many_events", detail, field: "events", limit: limits.MAX_BATCH_EVENTS }],
    });
  }
  return values;
}

function readBatch(text: string): ReadEvent[] | Refusal {
  const json = readStrictJson(text, safeName);
  if (!json.ok) {
    const index = /^events\[(\d+)\]/.exec(json.fault.path)?.[1];
    return jsonRefusal(json.fault, index === undefined ? {} : { index: Number(index) });
  }
  const { value } = json;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse("invalid_request", "The body must be an object with the field `events`.");
  }
  const unknown = Object.keys(value).find((key) => key !== "events");
  if (unknown !== undefined) {
    const error = {
      code: "unknown_field",
      detail: "The schema does not know this field.",
      field: safeName(unknown),
    } as const;
    return refuse("unknown_field", "The body must be an object with the field `events` alone.", { errors: [error] });
  }
  if (!Array.isArray(value.events)) {
    const error = { code: "invalid_request", detail: "must be of type array", field: "events" } as const;
    return refuse("invalid_request", "The body must be an object with the field `events`.", { errors: [error] });
  }
  return batchOf(value.events.map((event) => ({ value: event })));
}

/** The levels that a batch has around an event; one that comes on a line of its own may not nest deeper for it. */
const BATCH_DEPTH = 2;

/** Reads one event from a line of its own. */
export function readLine(line: string, index: number): ReadEvent {
  const json = readStrictJson(line, safeName, limits.MAX_JSON_DEPTH - BATCH_DEPTH);
  if (json.ok) return { value: json.value };
  const { code, path, offset } = json.fault;
  const field = path === "" ? `events[${index}]` : `events[${index}].${path}`;
  return { rejection: { index, code, detail: `The JSON of this line is refused at character ${offset}.`, field } };
}

/** True for a line that has no event on it. */
export function isBlank(line: string): boolean {
  return /^[ \t\r]*$/.test(line);
}

function readLines(text: string): ReadEvent[] | Refusal {
  const lines = text.split("\n").filter((line) => !isBlank(line));
  if (lines.length > limits.MAX_BATCH_EVENTS) return batchOf(lines.map((line) => ({ value: line })));
  return batchOf(lines.map(readLine));
}

/** Splits a body into its events: `{"events": [...]}` or one event a line. */
export function readEvents(bytes: Uint8Array, mediaType: string): ReadEvent[] | Refusal {
  const text = decodeUtf8(bytes);
  if (typeof text !== "string") return text;
  return mediaType === "application/x-ndjson" ? readLines(text) : readBatch(text);
}
