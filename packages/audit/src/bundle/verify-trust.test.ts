import { describe, expect, it } from "vitest";
import { edited, lineOf } from "../../test/edit.ts";
import { example } from "../../test/example.ts";
import { bundleText, ORIGIN } from "../../test/log.ts";
import { sha256 } from "../../test/signer.ts";
import { toBase64 } from "../base64.ts";
import { parseCheckpoint } from "../checkpoint/checkpoint.ts";
import { parseNote } from "../checkpoint/note.ts";
import type { VerifyBundleOptions } from "./options.ts";
import { verifyBundle } from "./verify.ts";

const { log, parts, text } = await example();
const findingsWith = async (options: VerifyBundleOptions, of = text) => (await verifyBundle(of, options)).findings;
const root = toBase64(sha256("another tree"));

describe("against a checkpoint that was kept", () => {
  it("the log only grew: from each that was signed, and from its own", async () => {
    for (const { note } of log.checkpoints) expect(await findingsWith({ trustedCheckpoint: note })).toEqual([]);
    const kept = parseCheckpoint(parseNote(log.checkpoints[0]?.note ?? "")?.text ?? "");
    if (kept === undefined) throw new Error("no checkpoint");
    expect(await findingsWith({ trustedCheckpoint: { size: kept.size, root: toBase64(kept.root) } })).toEqual([]);
    expect(await findingsWith({ trustedCheckpoint: { size: 0, root } })).toEqual([]);
  });

  it("a smaller log was rolled back", async () => {
    expect(await findingsWith({ trustedCheckpoint: { size: 8, root } })).toEqual([
      { code: "rolled_back", position: "/checkpoint" },
    ]);
  });

  it("another tree of the same size was forked, also where it was smaller", async () => {
    expect(await findingsWith({ trustedCheckpoint: { size: 7, root } })).toEqual([
      { code: "forked", position: "/checkpoint" },
    ]);
    expect(await findingsWith({ trustedCheckpoint: { size: 4, root } })).toEqual([
      { code: "forked", position: "/consistency/1" },
    ]);
  });

  it("a proof that does not hold is a fork too", async () => {
    const [first, second] = parts.consistency;
    if (first === undefined || second === undefined) throw new Error("no proofs");
    const consistency = [{ ...first, proof: second.proof }, second];
    const { findings } = await verifyBundle(await bundleText({ ...parts, consistency }, log.active));
    expect(findings).toEqual([{ code: "forked", position: "/consistency/0" }]);
  });

  it("a size that the bundle has no proof for is not told", async () => {
    expect(await findingsWith({ trustedCheckpoint: { size: 5, root } })).toEqual([
      { code: "no_consistency_proof", position: "/consistency" },
    ]);
  });

  it("one of another log, and what is none", async () => {
    const note = log.checkpoints[0]?.note.replace(ORIGIN, "operator.example/other") ?? "";
    expect(await findingsWith({ trustedCheckpoint: note })).toEqual([
      { code: "other_log", position: "trustedCheckpoint" },
    ]);
    for (const trustedCheckpoint of ["", "x", { size: -1, root }, { size: 1, root: "x" }, 7 as never]) {
      expect(await findingsWith({ trustedCheckpoint })).toEqual([{ code: "malformed", position: "trustedCheckpoint" }]);
    }
  });
});

describe("against what was asked for", () => {
  it("another run, another log, and keys that are none", async () => {
    expect(await findingsWith({ runId: "run_1", origin: ORIGIN })).toEqual([]);
    expect(await findingsWith({ runId: "run_2" })).toEqual([{ code: "other_run", position: "/run_id" }]);
    expect(await findingsWith({ origin: "operator.example/b" })).toEqual([{ code: "other_log", position: "/origin" }]);
    expect((await findingsWith({ trustedKeys: ["x"] }))[0]).toEqual({ code: "malformed", position: "trustedKeys" });
  });
});

const lastHash = /"seq":6,"prev_hash":"[0-9a-f]*","record_hash":"([0-9a-f]+)"/.exec(text)?.[1] ?? "";
const withoutSecond = log.segments().map(({ firstSeq, count, digest }, index, all) => {
  const whole = all[index];
  return index === 1 || whole === undefined ? { firstSeq, count, digest, lastHash } : whole;
});
const purged = await bundleText({ ...parts, segments: withoutSecond }, log.active);

describe("a purged segment", () => {
  it("verifies without its records", async () => {
    for (const bundle of [purged, JSON.parse(purged)]) {
      const { findings, facts } = await verifyBundle(bundle);
      expect(findings).toEqual([]);
      expect(facts).toMatchObject({ segments: 3, records: 5, purged: 3 });
    }
  });

  it("cannot have another digest, count or place, nor be left out", async () => {
    const after = async (from: string | RegExp, to: string) =>
      (await verifyBundle(purged.replace(from, to))).findings[0];
    expect(await after(/"digest":"[0-9a-f]{4}([0-9a-f]*","first_seq":4)/, '"digest":"0000$1')).toEqual({
      code: "modified",
      position: 4,
    });
    expect(await after(/\{[^{}]*"purged":true\},\n/, "")).toEqual({ code: "removed", position: 4 });
  });

  it("cannot hide what the next record follows", async () => {
    const [first] = (await verifyBundle(purged.replace(lastHash, "00".repeat(32)))).findings;
    expect(first).toMatchObject({ code: "modified", position: 6 });
  });

  it("cannot be made of one that was not: the seal has its lines", async () => {
    const forged = edited(text, (lines) => {
      const at = lineOf(lines, 4) - 1;
      const open = (lines[at] ?? "").replace(',"records":[', `,"last_hash":"${lastHash}","purged":true},`);
      lines.splice(at, 5, open);
    });
    expect((await verifyBundle(forged)).findings).toEqual([{ code: "modified", position: "/segments" }]);
  });
});
