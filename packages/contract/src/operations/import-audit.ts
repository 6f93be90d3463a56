import * as z from "zod";
import { MAX_IMPORT_BYTES, MAX_IMPORT_RECORDS, MAX_IMPORT_RUNS, MAX_LISTED_UNASSIGNED } from "../limits.ts";
import { defineOperation } from "../operation.ts";

const Hash = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hex digits");

const ImportedRun = z.strictObject({
  run_id: z.string().min(1),
  accepted: z.int().min(0).describe("Records that were stored now."),
  duplicates: z.int().min(0).describe("Records that were stored before."),
  first_audit_seq: z
    .int()
    .min(1)
    .optional()
    .describe("Where the first record that was stored now is in the run's log."),
});

const ImportResult = z
  .strictObject({
    records: z.int().min(1).describe("Records of the chain, of all runs and of none."),
    first_seq: z.int().min(1).describe("The position of the first record in the source's log; 1 unless it is a part."),
    last_seq: z.int().min(1),
    last_record_hash: Hash.describe("What the next part of the same log begins behind."),
    runs: z.array(ImportedRun).describe("In the order in which the chain first names them."),
    unassigned: z
      .array(z.int().min(1))
      .max(MAX_LISTED_UNASSIGNED)
      .describe("Positions of records that belong to no run: they were verified with the others and are not stored."),
    unassigned_records: z.int().min(0).describe("How many there are, listed or not."),
  })
  .meta({ id: "ImportResult", description: "What became of the records of an imported log." });
export type ImportResult = z.infer<typeof ImportResult>;

const HASH = "230a94bc1020f3b79687303d7a3f367329b5931161d59cea98e6cc0adfd7b308";

/** Stores the runs of a whole log of a source, once, redacted. Source: design, section 3. */
export const importAudit = defineOperation({
  name: "importAudit",
  method: "POST",
  path: "/v1/audit/import",
  scope: "events:write",
  authority: "cached",
  summary: "Import a source's whole log",
  description: `Takes an AgentPaaS audit export, one record a line, at most ${MAX_IMPORT_RECORDS} records of ${MAX_IMPORT_RUNS} runs, and verifies it as one chain before anything is stored: every record has its \`seq\` and \`record_hash\`, every hash recomputes, every \`prev_hash\` is the hash of the record before, and positions have no gap. The first record has position 1 and an empty \`prev_hash\`; a later part of a log begins behind its record and has a \`prev_hash\`, which nothing here verifies. Records are then redacted and appended to the logs of their runs, by \`payload.run_id\`. Records without one belong to no run and are not stored. Anything that is refused refuses the whole import, with the index of the first such line in \`errors\`, counted from 0, blank lines left out. Records that are stored already are duplicates, so that an import that was interrupted is sent again as it was.`,
  params: z.strictObject({}),
  query: z.strictObject({}),
  body: {
    mediaTypes: ["application/x-ndjson"],
    schema: z.string(),
    maxBytes: MAX_IMPORT_BYTES,
    reads: "stream",
  },
  status: 200,
  output: ImportResult,
  problems: [
    "malformed_json",
    "duplicate_key",
    "forbidden_key",
    "number_not_exact",
    "lone_surrogate",
    "nul_character",
    "nesting_too_deep",
    "empty_batch",
    "too_many_events",
    "too_many_runs",
    "event_too_large",
    "invalid_timestamp",
    "actor_not_allowed",
    "secret_in_identifier",
    "source_chain_broken",
  ],
  repeatable: true,
  example: {
    body: `{"seq":1,"prev_hash":"","record_hash":"${HASH}","timestamp":"2026-07-02T09:05:00.950Z","event_type":"run_failed","deployment_mode":"local","actor":"daemon","payload":{"run_id":"run_01J9Z0NOMODULE","category":"import_failed"}}\n`,
    output: {
      records: 1,
      first_seq: 1,
      last_seq: 1,
      last_record_hash: HASH,
      runs: [{ run_id: "run_01J9Z0NOMODULE", accepted: 1, duplicates: 0, first_audit_seq: 1 }],
      unassigned: [],
      unassigned_records: 0,
    },
  },
});
