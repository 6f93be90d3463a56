import * as z from "zod";
import { parseRfc3339, RFC3339_PATTERN } from "./time.ts";

/** JSON as it is after parsing. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
export type JsonObject = { [key: string]: JsonValue };

const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hex digits");

/** The payload is checked as a whole by the strict JSON reader; walking it again here would cost more than it finds. */
const Payload = z
  .custom<JsonObject>((value) => typeof value === "object" && value !== null && !Array.isArray(value), {
    error: "must be an object",
  })
  .meta({ type: "object", description: "What happened. `run_id` must equal the run of the path." });

/** Who hosted the run; present when `deployment_mode` is `hosted`. Source: AgentPaaS audit record. */
export const HostedContext = z
  .strictObject({
    tenant_id: z.string().max(256).optional(),
    project_id: z.string().max(256).optional(),
    region: z.string().max(256).optional(),
    runtime_provider: z.string().max(256).optional(),
  })
  .meta({ id: "HostedContext", description: "Who hosted the run." });

/** An event id: ours to compare, never to interpret. */
const EventId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/, "must be 1 to 128 letters, digits or any of _ . : -");

/**
 * True for a time that an event can have. Earlier than 1970 is Go's zero time or a broken clock: taking it would put the
 * event, and the start of its run, two thousand years back.
 */
export function isEventTime(text: string): boolean {
  const at = parseRfc3339(text);
  return at !== undefined && at >= 0;
}

/**
 * One audit event as a runtime sends it. `seq`, `prev_hash` and `record_hash` are the source's own chain: a `record_hash`
 * comes with its `seq`, and a `prev_hash` with a `record_hash`. An absent `prev_hash` says the same as an empty one: the
 * first record of its log. `event_id` is the sender's deduplication key. Source: AgentPaaS audit log.
 */
export const AuditRecord = z
  .strictObject({
    seq: z.int().min(1).optional().describe("The position in the source's log, from 1."),
    prev_hash: z
      .union([z.literal(""), Sha256Hex])
      .optional()
      .describe("The `record_hash` of the record before it in the source's log; empty for the first."),
    record_hash: Sha256Hex.optional().describe("SHA-256 of the canonical record without this field."),
    timestamp: z
      .string()
      .refine(isEventTime, {
        error: "must be an RFC 3339 time with a zone, of 1970 or later",
        params: { code: "invalid_timestamp" },
      })
      .meta({ description: "When the event happened.", format: "date-time", pattern: RFC3339_PATTERN.source }),
    event_type: z.string().min(1).max(128).describe("What kind of event it is. Unknown ones are kept and shown."),
    deployment_mode: z.enum(["local", "hosted"]).describe("Where the run was hosted."),
    actor: z.string().min(1).max(256).describe("Who states the event. `daemon`, `gateway` and `harness` state facts."),
    payload: Payload,
    hosted_context: HostedContext.optional(),
    event_id: EventId.optional().describe("The sender's id of the event: sent again, it is a duplicate."),
  })
  .refine((record) => record.record_hash === undefined || record.seq !== undefined, {
    error: "is required with record_hash",
    path: ["seq"],
  })
  .refine((record) => !record.prev_hash || record.record_hash !== undefined, {
    error: "is required with prev_hash",
    path: ["record_hash"],
  })
  .meta({
    id: "AuditRecord",
    description: "One audit event of a run.",
    dependentRequired: { record_hash: ["seq"] },
    anyOf: [
      { properties: { prev_hash: { const: "" } } },
      { properties: { record_hash: true }, required: ["record_hash"] },
    ],
  });
export type AuditRecord = z.infer<typeof AuditRecord>;
