import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { example } from "../../test/example.ts";
import { block, content, TestLog } from "../../test/log.ts";
import { sha256 } from "../../test/signer.ts";
import { toHex } from "../record.ts";
import { genesisHead, nextHead } from "../segment-chain.ts";
import { verifyBundle } from "./verify.ts";
import { type StoredSegment, writeBundle } from "./write.ts";

const { parts, log, text } = await example();
const bytes = new TextEncoder().encode(text);

/** A small generator of numbers below `limit`, the same for the same seed. */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** A stream of these pieces, read when they are asked for. */
function streamOf(pieces: Iterable<unknown> | AsyncIterable<unknown>): ReadableStream<Uint8Array> {
  const read = (async function* () {
    yield* pieces;
  })();
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await read.next();
      if (done === true) controller.close();
      else controller.enqueue(value as Uint8Array);
    },
  });
}

const isRejected = async (bundle: unknown) => {
  const { ok, findings } = await verifyBundle(bundle as never);
  expect(ok).toBe(false);
  expect(findings.length).toBeGreaterThan(0);
};

it("rejects each of 1,000 bundles with one bit flipped", async () => {
  const next = numbers(7);
  for (let flip = 0; flip < 1000; flip++) {
    const changed = bytes.slice();
    const at = next(changed.length);
    changed[at] = (changed[at] ?? 0) ^ (1 << next(8));
    const { ok, findings } = await verifyBundle(changed);
    expect(ok, `byte ${at}`).toBe(false);
    expect(findings.length, `byte ${at}`).toBeGreaterThan(0);
  }
});

describe("anything at all", () => {
  it.each([
    ["nothing", undefined],
    ["null", null],
    ["a number", 7],
    ["a symbol", Symbol("x")],
    ["a function", () => text],
    ["an empty text", ""],
    ["a half surrogate", text.replace("step", "\ud800")],
    ["an empty object", {}],
    ["a list", [1, 2]],
    ["a date", new Date(0)],
    ["a stream of numbers", streamOf([1, 2])],
    ["bytes that are no UTF-8", new Uint8Array([0xff, 0xfe, 0x0a])],
    ["JSON that nests deep, as text", "[".repeat(1_000_000)],
    ["one long line", "x".repeat(20_000_000)],
    ["a member that nests deep, as text", text.replace('"payload":{', `"payload":{"deep":${"[".repeat(100_000)}`)],
    ["a byte behind its end", `${text} `],
    ["a bundle without its newlines", text.replaceAll("\n", "")],
  ])("is rejected and does not throw: %s", (_, bundle) => isRejected(bundle));

  it("is rejected and does not throw: objects that fight back", async () => {
    const throwing = new Proxy(
      {},
      {
        get: () => {
          throw new Error("no");
        },
        ownKeys: () => {
          throw new Error("no");
        },
        has: () => {
          throw new Error("no");
        },
      },
    );
    const circle: Record<string, unknown> = JSON.parse(text);
    circle.segments = [circle];
    const late = { ...JSON.parse(text), policies: [throwing] };
    const failing = streamOf(
      (async function* () {
        yield bytes.slice(0, 500);
        throw new Error("the network went away");
      })(),
    );
    for (const bundle of [
      throwing,
      circle,
      late,
      { ...JSON.parse(text), segments: [{ records: throwing }] },
      failing,
    ]) {
      await isRejected(bundle);
    }
    expect((await verifyBundle(streamOf([bytes.slice(0, 500)]))).findings.at(-1)?.code).toBe("truncated");
  });

  it("is rejected and does not throw: any value, any text, any bytes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.anything(), fc.string({ unit: "binary" }), fc.uint8Array()), isRejected),
    );
  });

  it("is rejected and does not throw: any member of a bundle replaced by any value", async () => {
    const names = Object.keys(JSON.parse(text));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.jsonValue(), async (name, value) => {
        await isRejected({ ...JSON.parse(text), [name]: value });
      }),
    );
  });
});

describe("a stream", () => {
  it("may come in pieces of any size, as bytes or as text", async () => {
    for (const size of [1, 7, 64, 1000, 4096]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.slice(index * size, (index + 1) * size),
      );
      expect((await verifyBundle(streamOf(pieces))).findings, `${size}`).toEqual([]);
    }
    const lines = async function* () {
      yield* text.split(/(?<=\n)/);
    };
    expect((await verifyBundle(lines())).findings).toEqual([]);
  });

  it("is not read to its end once its structure ends, and is closed", async () => {
    let closed = false;
    const endless = async function* () {
      try {
        for (;;) yield "no bundle\n";
      } finally {
        closed = true;
      }
    };
    await isRejected(endless());
    expect(closed).toBe(true);
  });

  it("of 10,000 records is written and verified a segment at a time", async () => {
    const perSegment = 100;
    const blockOf = (index: number) =>
      block(Array.from({ length: perSegment }, (_, place) => content(index * perSegment + place)));
    let head = genesisHead("acme", "run_1", sha256);
    const large = new TestLog();
    const segment = (index: number): StoredSegment => {
      const body = blockOf(index);
      return { firstSeq: index * perSegment + 1, count: perSegment, digest: sha256(body), body };
    };
    for (let index = 0; index < 100; index++) head = nextHead(head, segment(index), sha256);
    const body = { run_id: "run_1", head: toHex(head), next_seq: 10_001, events: 10_000, at: "2026-07-02T09:00:00Z" };
    const last = large.tree.append(JSON.stringify({ body, kind: "run_head" }));
    let taken = 0;
    let read = 0;
    let written = 0;
    let mostAhead = 0;
    const segments = async function* () {
      for (; taken < 100; taken++) yield segment(taken);
    };
    const bundle = writeBundle(
      {
        ...parts,
        keys: large.keys(),
        checkpoint: await large.sign(),
        consistency: [],
        head: large.entry(last),
        entries: [],
        receipts: [],
        segments: segments(),
      },
      large.active,
      () => createHash("sha256"),
    );
    const watched = async function* () {
      for await (const piece of bundle) {
        written += piece.length;
        mostAhead = Math.max(mostAhead, taken - read);
        yield piece;
        // Asked for the next piece, the reader has no use for this one any more.
        piece.fill(0);
        read = taken;
      }
    };
    const { findings, facts } = await verifyBundle(watched());
    expect(findings).toEqual([]);
    expect(facts).toMatchObject({ segments: 100, records: 10_000 });
    expect(written).toBeGreaterThan(3_000_000);
    expect(mostAhead).toBeLessThanOrEqual(1);
  });
});

it("takes a SHA-256 of the platform in place of its own", async () => {
  let begun = 0;
  const counted = () => {
    begun++;
    return createHash("sha256");
  };
  expect((await verifyBundle(text, { sha256: counted })).findings).toEqual([]);
  expect(begun).toBeGreaterThan(8);
  expect(log.tree.size).toBe(7);
});
