import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  appendLeaf,
  type BundleParts,
  canonicalContent,
  EMPTY_RANGE,
  entryText,
  formatVerifierKey,
  genesisHead,
  leafHash,
  type NewSha256,
  nextHead,
  noteKey,
  portableSha256,
  rangeRoot,
  type StoredSegment,
  signCheckpoint,
  toHex,
  verifyBundle,
  writeBundle,
} from "../packages/audit/src/index.ts";
import { reportRatio } from "./lib/rounds.ts";

/** Writing and verifying an export bundle as a stream, in Node.js: megabytes a second, and what is held meanwhile. */
const RECORDS = 10_000;
const SEGMENT = 100;
const ROUNDS = Math.min(Number(process.env.BENCH_ROUNDS ?? 5), 5);
const RUN_ID = "run_bench";
const ORIGIN = "bench.example/bench";
const AT = "2026-07-02T09:00:00.000Z";

const nodeSha256: NewSha256 = () => createHash("sha256");
const sha256 = (data: string | Uint8Array): Uint8Array => createHash("sha256").update(data).digest();

function segment(index: number): StoredSegment {
  const lines = Array.from({ length: SEGMENT }, (_, place) =>
    canonicalContent({
      timestamp: AT,
      event_type: "progress",
      deployment_mode: "local",
      actor: "harness",
      payload: { run_id: RUN_ID, number: index * SEGMENT + place, detail: "page fetch parse model answer ".repeat(8) },
    }),
  );
  const body = new TextEncoder().encode(`${lines.join("\n")}\n`);
  return { firstSeq: index * SEGMENT + 1, count: SEGMENT, digest: sha256(body), body };
}

/** A log with one run, and what writes its bundle. */
async function exported(): Promise<(begin: NewSha256) => AsyncGenerator<Uint8Array>> {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const key = noteKey("bench.example", publicKey.export({ format: "der", type: "spki" }).subarray(-32), sha256);
  const signer = { key, sign: async (message: Uint8Array) => sign(null, message, privateKey) };
  const segments = Array.from({ length: RECORDS / SEGMENT }, (_, index) => segment(index));
  const head = segments.reduce((before, one) => nextHead(before, one, sha256), genesisHead("bench", RUN_ID, sha256));
  const body = { run_id: RUN_ID, head: toHex(head), next_seq: RECORDS + 1, events: RECORDS, at: AT };
  const leaf = entryText({ kind: "run_head", body });
  const { range } = appendLeaf(EMPTY_RANGE, leafHash(new TextEncoder().encode(leaf), sha256), sha256);
  const parts: BundleParts = {
    origin: ORIGIN,
    runId: RUN_ID,
    exportedAt: AT,
    keys: [{ vkey: formatVerifierKey(key) }],
    checkpoint: await signCheckpoint({ origin: ORIGIN, size: 1, root: rangeRoot(range, sha256) }, signer),
    consistency: [],
    head: { leaf, leaf_index: 0, proof: [] },
    policies: [],
    entries: [],
    receipts: [],
    segments,
  };
  return (begin) => writeBundle(parts, signer, begin);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function verified(bundle: AsyncIterable<Uint8Array> | Uint8Array, begin: NewSha256): Promise<void> {
  const { ok, findings } = await verifyBundle(bundle, { sha256: begin });
  if (!ok) throw new Error(`the bundle does not verify: ${JSON.stringify(findings)}`);
}

/** The least that there is to do: every line parsed and hashed, and nothing compared. */
function parseAndHash(bundle: Buffer, begin: NewSha256): void {
  for (const line of bundle.toString().split("\n")) {
    if (!line.startsWith('{"seq"')) continue;
    JSON.parse(line.endsWith(",") ? line.slice(0, -1) : line);
    const hash = begin();
    hash.update(Buffer.from(line));
    hash.digest();
  }
}

/** Bytes that are held while a bundle is written and verified at once, at most, over those before. */
async function peakGrowth(write: (begin: NewSha256) => AsyncGenerator<Uint8Array>): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const held = (): number => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = held();
  let most = before;
  const watched = async function* () {
    let piece = 0;
    for await (const bytes of write(nodeSha256)) {
      yield bytes;
      if (piece++ % 10 === 0) most = Math.max(most, held());
    }
  };
  await verified(watched(), nodeSha256);
  return most - before;
}

/** Prints what writing and verifying a bundle of 10,000 records costs, next to parsing and hashing the same lines. */
export async function reportVerification(): Promise<void> {
  const write = await exported();
  const pieces: Uint8Array[] = [];
  for await (const bytes of write(nodeSha256)) pieces.push(bytes);
  const bundle = Buffer.concat(pieces);
  const megabytes = bundle.length / 1e6;
  const stream = async function* () {
    for (let at = 0; at < bundle.length; at += 65_536) yield bundle.subarray(at, at + 65_536);
  };
  const work = {
    "parse and hash, node:crypto": async () => parseAndHash(bundle, nodeSha256),
    "parse and hash, portable": async () => parseAndHash(bundle, portableSha256),
    write: async () => {
      for await (const bytes of write(nodeSha256)) if (bytes.length === 0) throw new Error("an empty piece");
    },
    "verify, node:crypto": () => verified(stream(), nodeSha256),
    "verify, portable": () => verified(stream(), portableSha256),
  };
  const times = new Map<string, number[]>(Object.keys(work).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS + 1; round++) {
    for (const [name, run] of Object.entries(work)) {
      const time = await milliseconds(run);
      // The first round warms up.
      if (round > 0) times.get(name)?.push(time);
    }
  }
  const rate = (name: string) => megabytes / (median(times.get(name) ?? []) / 1000);
  console.log(`a bundle of ${RECORDS} records, ${megabytes.toFixed(1)} MB, in pieces of 64 KiB; Node.js, one core`);
  for (const name of Object.keys(work)) console.log(`${name.padEnd(28)} ${rate(name).toFixed(0).padStart(6)} MB/s`);
  for (const hash of ["node:crypto", "portable"]) {
    const [subject, baseline] = [rate(`verify, ${hash}`), rate(`parse and hash, ${hash}`)];
    const figures = `${subject.toFixed(0)} against ${baseline.toFixed(0)} MB/s`;
    reportRatio(`verify over parse and hash, ${hash}`, subject / baseline, 0.3, figures);
  }
  const growth = await peakGrowth(write);
  const figures = `${(growth / 1e6).toFixed(2)} MB held at most while ${megabytes.toFixed(1)} MB are written and verified`;
  reportRatio("bytes of a bundle over bytes held for it", bundle.length / Math.max(growth, 1), 2, figures);
}
