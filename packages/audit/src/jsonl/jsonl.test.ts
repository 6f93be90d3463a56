import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../test/signer.ts";
import { canonicalContent } from "../record.ts";
import { splitByRun } from "./split.ts";
import { ExportChain, verifyExport } from "./verify.ts";
import { exportLines } from "./write.ts";

interface Vector {
  canonical: string;
  record_hash: string;
}
const { vectors } = JSON.parse(
  readFileSync(new URL("../../vectors/audit-canonical.json", import.meta.url), "utf8"),
) as {
  vectors: Vector[];
};

/** What the records of the vectors say, without their places. */
const contents = vectors.map(({ canonical }) => canonical.replace(/^\{"seq":\d+,"prev_hash":"[0-9a-f]*",/, "{"));

function record(runId: string | undefined, number: number): string {
  return canonicalContent({
    timestamp: "2026-07-02T09:00:00Z",
    event_type: "progress",
    deployment_mode: "local",
    actor: "harness",
    payload: { ...(runId === undefined ? {} : { run_id: runId }), number },
  });
}

const lines = [
  ...exportLines(
    [1, 2, 3, 4].map((number) => record(number % 2 ? "run_a" : "run_b", number)),
    sha256,
  ),
];

/** The verdict after one line was changed. */
function verdictOf(change: (lines: string[]) => void) {
  const changed = [...lines];
  change(changed);
  return verifyExport(changed.join(""), sha256);
}

describe("an export", () => {
  it("has the hashes of the vectors, and the field order of AgentPaaS", () => {
    const written = [...exportLines(contents, sha256)];
    expect(written.map((line) => JSON.parse(line).record_hash)).toEqual(vectors.map((vector) => vector.record_hash));
    for (const [index, line] of written.entries()) {
      const canonical = vectors[index]?.canonical ?? "";
      expect(line.replace(/"record_hash":"[0-9a-f]{64}",/, "")).toBe(`${canonical}\n`);
      expect(Object.keys(JSON.parse(line)).slice(0, 3)).toEqual(["seq", "prev_hash", "record_hash"]);
    }
  });

  it("can be written in parts", () => {
    const [first = "", ...rest] = lines;
    const { seq, record_hash: recordHash } = JSON.parse(first);
    const contentsOf = rest.map((line) => line.trimEnd().replace(/^\{"seq".*?"record_hash":"[0-9a-f]+",/, "{"));
    expect([...exportLines(contentsOf, sha256, { seq, recordHash })]).toEqual(rest);
  });

  it("that we wrote verifies, whatever its payloads", () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.stringMatching(/^\w{1,8}$/), fc.string())), (payloads) => {
        const written = payloads.map((payload) =>
          canonicalContent({
            timestamp: "2026-07-02T09:00:00Z",
            event_type: "progress",
            deployment_mode: "hosted",
            actor: "agent:<x>",
            payload: Object.fromEntries(Object.entries(payload).map(([key, text]) => [key, text.replaceAll("\0", "")])),
            hosted_context: { tenant_id: "t" },
          }),
        );
        expect(verifyExport([...exportLines(written, sha256)].join(""), sha256)).toMatchObject({ ok: true });
      }),
    );
  });
});

describe("verifyExport", () => {
  it("takes a whole chain, with or without a newline at its end, and an empty one", () => {
    expect(verdictOf(() => undefined)).toMatchObject({ ok: true, records: [{ line: 1 }, {}, {}, { line: 4 }] });
    expect(verifyExport(lines.join("").trimEnd(), sha256).ok).toBe(true);
    expect(verifyExport("", sha256)).toEqual({ ok: true, records: [] });
  });

  it("takes the rest of a log", () => {
    expect(verdictOf((all) => all.shift()).ok).toBe(true);
  });

  it.each([
    ["hash_mismatch", 2, (all: string[]) => all.splice(1, 1, (all[1] ?? "").replace("harness", "gateway"))],
    ["seq_not_consecutive", 2, (all: string[]) => all.splice(1, 1)],
    ["seq_not_consecutive", 3, (all: string[]) => all.splice(2, 0, all[1] ?? "")],
    ["malformed", 2, (all: string[]) => all.splice(1, 0, "\n")],
    ["malformed", 1, (all: string[]) => all.unshift("{}\n")],
    ["duplicate_key", 3, (all: string[]) => all.splice(2, 1, (all[2] ?? "").replace('"seq"', '"seq":3,"seq"'))],
    ["malformed", 3, (all: string[]) => all.splice(2, 1, (all[2] ?? "").replace('"seq"', '"more":3,"seq"'))],
    ["not_chained", 1, (all: string[]) => all.unshift(`${record("run_a", 9)}\n`)],
  ] as const)("%s in line %i", (fault, line, change) => {
    expect(verdictOf(change)).toEqual({ ok: false, line, fault });
  });

  it("names a line that follows another chain", () => {
    const other = [...exportLines([record("run_a", 8), record("run_a", 9), record("run_a", 7)], sha256)];
    expect(verdictOf((all) => all.splice(2, 1, other[2] ?? ""))).toEqual({ ok: false, line: 3, fault: "link_broken" });
  });

  it("tells a caller that reads on its own where the chain ends", () => {
    const chain = new ExportChain(sha256);
    for (const line of lines) expect(chain.next(line.trimEnd()).ok).toBe(true);
    expect(chain.last).toEqual({ seq: 4, recordHash: JSON.parse(lines[3] ?? "").record_hash });
  });
});

describe("splitByRun", () => {
  it("has every record once, in order, and keeps those of no run apart", () => {
    const mixed = [
      record("run_b", 1),
      record(undefined, 2),
      record("run_a", 3),
      record("run_b", 4),
      record("no run!", 5),
    ];
    const verdict = verifyExport([...exportLines(mixed, sha256)].join(""), sha256);
    if (!verdict.ok) throw new Error("not verified");
    const { runs, withoutRun } = splitByRun(verdict.records);
    expect([...runs].map(([runId, records]) => [runId, records.map(({ line }) => line)])).toEqual([
      ["run_b", [1, 4]],
      ["run_a", [3]],
    ]);
    expect(withoutRun.map(({ line }) => line)).toEqual([2, 5]);
  });
});

describe("the samples of AgentPaaS", () => {
  const folder = new URL("../../../../test/samples/", import.meta.url);
  const samples = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
  it.each(samples)("%s verifies and is written again as it was", (name) => {
    const jsonl = readFileSync(new URL(name, folder), "utf8");
    const verdict = verifyExport(jsonl, sha256);
    if (!verdict.ok) throw new Error(`line ${verdict.line}: ${verdict.fault}`);
    expect(
      [
        ...exportLines(
          verdict.records.map((one) => canonicalContent(one.record)),
          sha256,
        ),
      ].join(""),
    ).toBe(jsonl);
  });
});
