import { AuditRecord, type JsonValue } from "@operator/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOrdinaryRecord } from "./ordinary-record.ts";

const HASH = "0f".repeat(32);
const record: { [name: string]: JsonValue } = {
  timestamp: "2026-07-02T09:00:00.000Z",
  event_type: "invoke",
  deployment_mode: "local",
  actor: "harness",
  payload: { run_id: "run_1" },
};

const anything = fc.oneof(
  fc.constantFrom<JsonValue>(
    "",
    HASH,
    "local",
    "2026-02-29T00:00:00Z",
    "x".repeat(300),
    0,
    1,
    -1,
    1.5,
    null,
    true,
    [],
    {},
  ),
  fc.jsonValue({ maxDepth: 1 }).map((value) => value as JsonValue),
);
const FIELDS = [...Object.keys(AuditRecord.shape), "unknown"];

describe("isOrdinaryRecord", () => {
  it("takes ordinary records, with and without an id and a chain", () => {
    expect(isOrdinaryRecord(record)).toBe(true);
    expect(isOrdinaryRecord({ ...record, event_id: "e-1" })).toBe(true);
    expect(isOrdinaryRecord({ ...record, seq: 1, prev_hash: "", record_hash: HASH })).toBe(true);
    expect(isOrdinaryRecord({ ...record, event_id: "e-1", seq: 2, prev_hash: HASH, record_hash: HASH })).toBe(true);
  });

  it("takes nothing that the schema refuses or changes", () => {
    const changes = fc.dictionary(fc.constantFrom(...FIELDS), anything, { maxKeys: 3, noNullPrototype: true });
    const removals = fc.subarray(FIELDS, { maxLength: 2 });
    fc.assert(
      fc.property(changes, removals, (changed, removed) => {
        const value = { ...record, ...changed };
        for (const field of removed) delete value[field];
        if (isOrdinaryRecord(value)) expect(AuditRecord.parse(value)).toEqual(value);
      }),
      { numRuns: 3000 },
    );
  });
});
