import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Findings } from "./finding.ts";
import { type ChainedRecord, RecordChain } from "./record-chain.ts";

const LENGTH = 12;

/** A run in its order; hashes are names here. */
function run(): ChainedRecord[] {
  return Array.from({ length: LENGTH }, (_, index) => ({
    seq: index + 1,
    prevHash: index === 0 ? "" : `hash ${index}`,
    recordHash: `hash ${index + 1}`,
    isWhole: true,
  }));
}

function findingsOf(records: readonly ChainedRecord[], isChanged = (_: number) => true) {
  const findings = new Findings();
  const chain = new RecordChain(findings, LENGTH + 1);
  for (const record of records) chain.record(record);
  chain.finish(isChanged);
  return { list: findings.list, expected: chain.expected };
}

/** A position of a run, from 1 to one below the last, and a distance to another one. */
const seq = fc.integer({ min: 1, max: LENGTH });
const findings = (records: readonly ChainedRecord[]) => findingsOf(records).list;

describe("a chain of records", () => {
  it("that nothing was done to has nothing to find", () => {
    expect(findingsOf(run())).toEqual({ list: [], expected: LENGTH + 1 });
  });

  it("names any record that is not what its hash says, and nothing else", () => {
    fc.assert(
      fc.property(seq, (at) => {
        const records = run().map((record) => (record.seq === at ? { ...record, isWhole: false } : record));
        expect(findings(records)).toEqual([{ code: "modified", position: at }]);
      }),
    );
  });

  it("names any record that got another hash, by the one that follows it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: LENGTH - 1 }), (at) => {
        const records = run().map((record) => (record.seq === at ? { ...record, recordHash: "another" } : record));
        expect(findings(records)).toEqual([{ code: "modified", position: at }]);
      }),
    );
  });

  it("names the last record itself when it follows another hash, unless the one before is known to be changed", () => {
    const records = run().map((record) => (record.seq === LENGTH ? { ...record, prevHash: "another" } : record));
    expect(findingsOf(records, () => false).list).toEqual([{ code: "modified", position: LENGTH }]);
    expect(findingsOf(records, (at) => at === LENGTH - 1).list).toEqual([{ code: "modified", position: LENGTH - 1 }]);
  });

  it("names the first of any records that were taken out before the last", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: LENGTH - 1 }), fc.integer({ min: 1, max: LENGTH }), (at, count) => {
        const records = run().filter((record) => record.seq < at || record.seq >= Math.min(at + count, LENGTH));
        expect(findings(records)).toEqual([{ code: "removed", position: at }]);
      }),
    );
  });

  it("ends early when its last records were taken out", () => {
    fc.assert(
      fc.property(seq, (at) => {
        expect(findingsOf(run().slice(0, at - 1))).toEqual({ list: [], expected: at });
      }),
    );
  });

  it("names where any record was moved to, or where it was moved from, whichever is first", () => {
    fc.assert(
      fc.property(seq, seq, (from, to) => {
        fc.pre(from !== to);
        const records = run();
        records.splice(to - 1, 0, ...records.splice(from - 1, 1));
        expect(findings(records)).toEqual([{ code: "reordered", position: Math.min(from, to) }]);
      }),
    );
  });

  it("names any two that changed places, by the first", () => {
    fc.assert(
      fc.property(seq, seq, (one, other) => {
        fc.pre(one < other);
        const [records, original] = [run(), run()];
        records[one - 1] = original[other - 1] ?? fail();
        records[other - 1] = original[one - 1] ?? fail();
        expect(findings(records)[0]).toEqual({ code: "reordered", position: one });
      }),
    );
  });

  it("names where any copy was put", () => {
    fc.assert(
      fc.property(seq, fc.integer({ min: 1, max: LENGTH + 1 }), (of, at) => {
        const records = run();
        records.splice(at - 1, 0, records[of - 1] ?? fail());
        const [first, ...others] = findings(records);
        expect(first?.code).toBe("inserted");
        // Of two that stand side by side, either is the copy.
        expect([at, at - 1, of]).toContain(first?.position);
        expect(others).toEqual([]);
      }),
    );
  });

  it("names where any record of another run was put", () => {
    fc.assert(
      fc.property(seq, fc.integer({ min: 1, max: 40 }), (at, claimed) => {
        const records = run();
        records.splice(at - 1, 0, { seq: claimed, prevHash: "other 1", recordHash: "other 2", isWhole: true });
        expect(findings(records).map(({ code }) => code)).toContain("inserted");
      }),
    );
  });

  it("finds something in any order of any records but its own", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(run()), (records) => {
        const inOrder = records.every((record, index) => record.seq === index + 1);
        expect(findings(records).length === 0).toBe(inOrder);
      }),
    );
  });
});

function fail(): never {
  throw new Error("the run has no such record");
}
