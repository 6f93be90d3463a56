import * as z from "zod";
import { AuditRecord } from "../audit-record.ts";
import { MAX_BATCH_EVENTS, MAX_BODY_BYTES } from "../limits.ts";
import { defineOperation } from "../operation.ts";
import { ProblemCode } from "../problem.ts";
import { RunParams } from "../run-id.ts";

/** A stored event: its place in the batch and its position in the run's audit log. */
const StoredEvent = z.strictObject({ index: z.int().min(0), audit_seq: z.int().min(1) });

/** A refused event: its place in the batch and why. */
const RejectedEvent = z.strictObject({
  index: z.int().min(0),
  code: ProblemCode,
  detail: z.string().min(1),
  field: z.string().min(1).optional(),
  limit: z.number().optional(),
});

export const IngestResult = z
  .strictObject({
    run_id: z.string().min(1),
    accepted: z.array(StoredEvent).describe("Stored now."),
    duplicates: z.array(StoredEvent).describe("Stored before; `audit_seq` is where."),
    rejected: z.array(RejectedEvent).describe("Not stored; only with `partial=true`."),
  })
  .meta({ id: "IngestResult", description: "What became of each event of a batch." });
export type IngestResult = z.infer<typeof IngestResult>;

const record = {
  timestamp: "2026-07-02T09:05:00.950Z",
  event_type: "run_failed",
  deployment_mode: "local",
  actor: "daemon",
  payload: { run_id: "run_01J9Z0NOMODULE", category: "import_failed", exit_code: 1 },
};

/** Stores a run's audit events, once each, redacted, in the order they come. Source: design, section 3. */
export const ingestEvents = defineOperation({
  name: "ingestEvents",
  method: "POST",
  path: "/v1/runs/{run_id}/events",
  scope: "events:write",
  authority: "cached",
  summary: "Send audit events of a run",
  description:
    "Takes 1 to 1000 events as `{\"events\": [...]}` or as one record a line. An event that was stored before is a duplicate and is stored no second time: it is known by its `event_id`, else by its `record_hash`, else by the request's `Idempotency-Key` (without one, the body itself) and its index. A batch with a refused event stores nothing unless `partial=true`; a JSON batch that is refused as JSON is refused whole, while of lines each stands for itself. `index` counts events from 0, blank lines left out. Where events carry the source's hash chain it must verify.",
  params: RunParams,
  query: z.strictObject({
    partial: z
      .enum(["true", "false"])
      .optional()
      .meta({ description: "Store the good events of a batch with bad ones." }),
  }),
  body: {
    mediaTypes: ["application/json", "application/x-ndjson"],
    schema: z.strictObject({ events: z.array(AuditRecord).min(1).max(MAX_BATCH_EVENTS) }).meta({ id: "EventBatch" }),
    maxBytes: MAX_BODY_BYTES,
    reads: "bytes",
  },
  takesIdempotencyKey: true,
  status: 200,
  output: IngestResult,
  problems: [
    "empty_batch",
    "too_many_events",
    "event_too_large",
    "invalid_timestamp",
    "run_id_mismatch",
    "actor_not_allowed",
    "secret_in_identifier",
    "source_chain_broken",
    "idempotency_key_reused",
  ],
  repeatable: true,
  example: {
    params: { run_id: "run_01J9Z0NOMODULE" },
    body: { events: [record] },
    output: {
      run_id: "run_01J9Z0NOMODULE",
      accepted: [{ index: 0, audit_seq: 1 }],
      duplicates: [],
      rejected: [],
    },
  },
});
