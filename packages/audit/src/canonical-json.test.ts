import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical-json.ts";
import { canonicalContent, canonicalRecord, recordHash } from "./record.ts";

interface Vector {
  payload_json: string;
  hosted_context?: Record<string, string>;
  canonical: string;
  prev_hash: string;
  record_hash: string;
  seq: number;
}

const { vectors } = JSON.parse(readFileSync(new URL("../vectors/audit-canonical.json", import.meta.url), "utf8")) as {
  vectors: Vector[];
};
const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest();

describe("the AgentPaaS vectors", () => {
  it("are all here", () => expect(vectors).toHaveLength(29));

  it.each(vectors.map((vector) => [vector.seq, vector] as const))(
    "record %i has the canonical form and hash",
    (_, v) => {
      const content = canonicalContent({
        timestamp: `2026-01-01T00:00:${String(v.seq - 1).padStart(2, "0")}Z`,
        event_type: "vector.case",
        deployment_mode: v.hosted_context ? "hosted" : "local",
        actor: "agent:<x>&y",
        payload: JSON.parse(v.payload_json),
        ...(v.hosted_context ? { hosted_context: v.hosted_context } : {}),
      });
      const canonical = canonicalRecord(content, v.seq, v.prev_hash);
      expect(canonical).toBe(v.canonical);
      expect(recordHash(canonical, sha256)).toBe(v.record_hash);
    },
  );
});

describe("canonicalJson", () => {
  it("is a fixed point: parsing and writing again changes nothing", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const once = canonicalJson(value as never);
        expect(canonicalJson(JSON.parse(once))).toBe(once);
      }),
    );
  });

  it("does not depend on the order in which keys were set", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "binary" }), fc.integer()), (fields) => {
        const reversed = Object.fromEntries(Object.entries(fields).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(fields));
      }),
    );
  });

  it("orders keys by their UTF-8 bytes", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: "binary" })), (keys) => {
        const written = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])));
        const order = Object.keys(JSON.parse(written)).filter((key) => !/^\d+$/.test(key));
        const bytes = order.map((key) => Buffer.from(key));
        expect(bytes.toSorted(Buffer.compare)).toEqual(bytes);
      }),
    );
  });
});
