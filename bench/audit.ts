import { createHash } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { createClient } from "@operator/client";
import {
  appendLeaf,
  type CompactRange,
  EMPTY_RANGE,
  entryText,
  genesisHead,
  leafHash,
  type NodeReader,
  nextHead,
  proveConsistency,
  proveInclusion,
  rangeRoot,
  toHex,
  verifyConsistency,
  verifyInclusion,
} from "../packages/audit/src/index.ts";
import type { Subject } from "./lib/load.ts";
import { compare, reportRatio } from "./lib/rounds.ts";
import { serve } from "./lib/workerd.ts";
import { reportVerification } from "./verify.ts";

/** What the tenant's log costs an ingest, what its answers cost, and how its proofs grow with it. */
const options = {
  rounds: Number(process.env.BENCH_ROUNDS ?? 9),
  roundMs: Number(process.env.BENCH_ROUND_MS ?? 600),
};
const LEVELS = [10, 15, 20];
const PROOFS = 2000;

const sha256 = (data: string | Uint8Array): Uint8Array => createHash("sha256").update(data).digest();

/** Microseconds for one of `times` calls. */
function microseconds(times: number, call: (time: number) => void): number {
  const start = performance.now();
  for (let time = 0; time < times; time++) call(time);
  return ((performance.now() - start) * 1000) / times;
}

/** Grows a tree in memory to 2^20 leaves, and prints what its proofs cost at each size on the way. */
function reportGrowth(): void {
  console.log("the tree in memory, Node.js, one core: bytes and microseconds");
  const nodes: Uint8Array[][] = [];
  const read: NodeReader = (level, index) => nodes[level]?.[index] ?? new Uint8Array();
  const hashes: Uint8Array[] = [];
  let range: CompactRange = EMPTY_RANGE;
  for (const level of LEVELS) {
    const size = 2 ** level - 1;
    const more = size - range.size;
    const append = microseconds(more, (time) => {
      const leaf = leafHash(new TextEncoder().encode(`entry ${time} of a size like that of a head of a run`), sha256);
      hashes.push(leaf);
      const grown = appendLeaf(range, leaf, sha256);
      range = grown.range;
      for (const node of grown.complete) {
        nodes[node.level] ??= [];
        nodes[node.level]?.push(node.hash);
      }
    });
    const root = rangeRoot(range, sha256);
    const place = (time: number) => (time * 7919) % size;
    const proofs: Uint8Array[][] = [];
    const prove = microseconds(PROOFS, (time) => proofs.push(proveInclusion(place(time), size, read, sha256)));
    const verify = microseconds(PROOFS, (time) => {
      const leafIndex = place(time);
      const claim = { leafIndex, leafHash: hashes[leafIndex] ?? root, treeSize: size, root, proof: proofs[time] ?? [] };
      if (!verifyInclusion(claim, sha256)) throw new Error("a proof does not verify");
    });
    const oldSize = Math.floor(size / 3);
    const consistency = proveConsistency(oldSize, size, read, sha256);
    const oldRoot = rangeRoot(
      hashes.slice(0, oldSize).reduce((edge, leaf) => appendLeaf(edge, leaf, sha256).range, EMPTY_RANGE),
      sha256,
    );
    if (!verifyConsistency({ oldSize, oldRoot, newSize: size, newRoot: root, proof: consistency }, sha256)) {
      throw new Error("a consistency proof does not verify");
    }
    const bytes = Math.max(...proofs.map((proof) => proof.length)) * 32;
    console.log(
      `2^${level} leaves: append ${append.toFixed(1)} us; inclusion ${bytes} bytes, made in ${prove.toFixed(1)} us, verified in ${verify.toFixed(1)} us; consistency ${consistency.length * 32} bytes`,
    );
  }
}

const STORED_BATCHES = 2000;
const BATCH_EVENTS = 100;
const EVENT_BYTES = 490;

/** A database on no disk: what is compared is the work, and a disk would hide it. */
function openDatabase(): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE bodies (id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
  database.exec(
    "CREATE TABLE segments (first_seq INTEGER PRIMARY KEY, count INTEGER, digest BLOB, head BLOB, body BLOB)",
  );
  database.exec("CREATE TABLE leaves (leaf_index INTEGER PRIMARY KEY, entry BLOB, hash BLOB)");
  database.exec("CREATE TABLE nodes (level INTEGER, node_index INTEGER, hash BLOB, PRIMARY KEY (level, node_index))");
  return database;
}

/** Prints what the three layers cost an event that is stored, over the bare insert of its batch. */
function reportStoring(): void {
  console.log(`a batch of ${BATCH_EVENTS} events of ${EVENT_BYTES} bytes into SQLite, Node.js, one core: us an event`);
  const body = new Uint8Array(BATCH_EVENTS * EVENT_BYTES).fill(0x61);
  const database = openDatabase();
  const [bare, stored, leaves, nodes] = [
    "INSERT INTO bodies (body) VALUES (?)",
    "INSERT INTO segments VALUES (?, ?, ?, ?, ?)",
    "INSERT INTO leaves VALUES (?, ?, ?)",
    "INSERT INTO nodes VALUES (?, ?, ?)",
  ].map((sql) => database.prepare(sql));
  let head = genesisHead("bench", "run_bench", sha256);
  let firstSeq = 1;
  let range: CompactRange = EMPTY_RANGE;
  const insert = () => bare?.run(body);
  const segment = () => {
    const digest = sha256(body);
    head = nextHead(head, { digest, firstSeq, count: BATCH_EVENTS }, sha256);
    stored?.run(firstSeq, BATCH_EVENTS, digest, head, body);
    firstSeq += BATCH_EVENTS;
  };
  const logHead = () => {
    const at = "2026-07-02T09:00:00.000Z";
    const events = firstSeq - 1;
    const of = { run_id: "run_bench", head: toHex(head), next_seq: firstSeq, events, at };
    const entry = new TextEncoder().encode(entryText({ kind: "run_head", body: of }));
    const grown = appendLeaf(range, leafHash(entry, sha256), sha256);
    range = grown.range;
    for (const node of grown.complete) {
      if (node.level === 0) leaves?.run(node.index, entry, node.hash);
      else nodes?.run(node.level, node.index, node.hash);
    }
  };
  const both = () => {
    segment();
    logHead();
  };
  const subjects = { insert, segment, "segment and its head in the log": both };
  const costs = new Map<string, number[]>(Object.keys(subjects).map((name) => [name, []]));
  const rounds = 5;
  for (let round = 0; round <= rounds; round++) {
    for (const [name, work] of Object.entries(subjects)) {
      database.exec("DELETE FROM bodies; DELETE FROM segments");
      const us = microseconds(STORED_BATCHES / rounds, work) / BATCH_EVENTS;
      // The first round warms up.
      if (round > 0) costs.get(name)?.push(us);
    }
  }
  const cost = (name: string) => costs.get(name)?.toSorted((a, b) => a - b)[rounds >> 1] ?? Number.NaN;
  for (const [name, goal] of [
    ["segment", 0.2],
    ["segment and its head in the log", 0.15],
  ] as const) {
    const more = cost(name) - cost("insert");
    const figures = `${cost(name).toFixed(3)} against ${cost("insert").toFixed(3)}: ${more.toFixed(3)} us more an event`;
    reportRatio(`${name} over a bare insert`, cost("insert") / cost(name), goal, figures);
  }
  database.close();
}

const server = await serve();
const headers = { authorization: `Bearer ${server.key}` };

/** An entry like that of a run's head, another one for every request. */
function oneEntry(name: string, path: string): Subject {
  return {
    name,
    send: (number) => {
      const run_id = `run_${number}`;
      const body = { run_id, head: "ab".repeat(32), next_seq: 101, events: 100, at: "2026-07-02T09:00:00.000Z" };
      const entry = { kind: "bench", dedupeKey: `${name} ${number}`, body };
      return { method: "POST", url: server.baseUrl + path, headers, body: Buffer.from(JSON.stringify(entry)) };
    },
  };
}

/** Ends a run, so that its head is in the log. */
async function endRun(run_id: string): Promise<void> {
  const event = {
    timestamp: "2026-07-02T09:00:00.000Z",
    event_type: "run_complete",
    deployment_mode: "local" as const,
  };
  const events = [{ ...event, actor: "daemon", payload: { run_id } }];
  await createClient({ baseUrl: server.baseUrl, apiKey: server.key }).ingestEvents({ run_id, body: { events } });
}

function get(name: string, path: string): Subject {
  return { name, send: () => ({ method: "GET", url: server.baseUrl + path, headers }) };
}

async function ratio(label: string, goal: number, subject: Subject, baseline: Subject): Promise<void> {
  const result = await compare(subject, baseline, { ...options, pid: server.pid() });
  const figures = `${Math.round(result.subject.rate)} against ${Math.round(result.baseline.rate)} answers/s; by CPU ${result.cpuRatio.toFixed(2)}`;
  reportRatio(label, result.ratio, goal, figures);
}

try {
  console.log("ratio of answers a second; median of paired rounds, one workerd, 16 connections");
  await ratio(
    "an entry in the log over a bare row",
    0.6,
    oneEntry("log", "/log/append"),
    oneEntry("bare", "/bare/insert"),
  );
  await endRun("run_proved");
  const nothing = get("nothing", "/bare/nothing");
  await ratio("checkpoint over an object that does nothing", 0.45, get("checkpoint", "/v1/audit/checkpoint"), nothing);
  await ratio(
    "proof over an object that does nothing",
    0.25,
    get("proof", "/v1/audit/proof?run_id=run_proved&seq=1"),
    nothing,
  );
} finally {
  await server.stop();
}
reportStoring();
reportGrowth();
await reportVerification();
