import { genesisHead, nextHead } from "@operator/audit";
import { limits } from "@operator/contract";
import { foldEvents, mergeStates, type RunState, shiftState } from "@operator/diagnosis";
import { sha256 } from "../../adapters/sha256.ts";
import { linksAgree } from "../../ingest/source-chain.ts";
import type { AppendRequest, AppendResult, Block, EventIds, NewAttachment, SourceLinks } from "./append-request.ts";
import { countAttachments, insertAttachment, partsOnlyOf } from "./attachments.ts";
import { isPurged, purgedThrough } from "./purge.ts";
import * as statements from "./statements.ts";
import { eventOf, linesOf } from "./stored-events.ts";

const encoder = new TextEncoder();

function parseList<List>(json: string | undefined): List | undefined {
  return json === undefined ? undefined : (JSON.parse(json) as List);
}

/** A batch whose lists are read. */
interface Batch {
  request: AppendRequest;
  count: number;
  eventIds: EventIds;
  sourceLinks: SourceLinks;
  /** Events that only the request itself can name. */
  nameless: number[];
}

function readBatch(request: AppendRequest): Batch {
  return {
    request,
    count: request.blocks.reduce((sum, block) => sum + block.count, 0),
    eventIds: parseList<EventIds>(request.eventIds) ?? [],
    sourceLinks: parseList<SourceLinks>(request.sourceLinks) ?? [],
    nameless: parseList<number[]>(request.request?.indexes) ?? [],
  };
}

/** The index of the first link that contradicts a stored one. */
function brokenLink(links: SourceLinks, stored: ReadonlyMap<number, statements.SourceLinkRow>): number | undefined {
  for (const [index, link] of links) {
    for (const seq of [link.seq - 1, link.seq, link.seq + 1]) {
      const row = stored.get(seq);
      if (row === undefined) continue;
      const neighbour = { seq: row.source_seq, recordHash: row.record_hash, prevHash: row.prev_hash };
      if (!linksAgree(neighbour, link)) return index;
    }
  }
  return undefined;
}

/** The index of the first link that contradicts what the log has of its source's chain. */
export function contradiction(sql: SqlStorage, links: SourceLinks): number | undefined {
  return brokenLink(links, statements.linksAround(sql, links));
}

/** The events of the batch that are stored already, with their positions. */
function knownEvents(
  sql: SqlStorage,
  batch: Batch,
  links: ReadonlyMap<number, statements.SourceLinkRow>,
  before: statements.RequestRow | undefined,
): Map<number, number> {
  const known = new Map<number, number>();
  const named = new Set<number>();
  if (batch.eventIds.length > 0) {
    const stored = statements.seqsOfEventIds(sql, batch.eventIds);
    for (const [index, id] of batch.eventIds) {
      named.add(index);
      const seq = stored.get(id);
      if (seq !== undefined) known.set(index, seq);
    }
  }
  for (const [index, link] of batch.sourceLinks) {
    const row = links.get(link.seq);
    // An event id, where there is one, names the event; its link is only checked.
    if (row !== undefined && !named.has(index)) known.set(index, row.seq);
  }
  if (before !== undefined) {
    for (const index of batch.nameless) {
      const knownThen = before.known.filter((place) => place < index).length;
      known.set(index, before.first_seq + index - knownThen);
    }
  }
  return known;
}

/** The batch without the events that are stored already: its blocks and its fold made anew. */
function withoutKnown(
  batch: Batch,
  known: ReadonlyMap<number, number>,
): { blocks: Block[]; fold: RunState | undefined } {
  let index = 0;
  let place = 0;
  const events: ReturnType<typeof eventOf>[] = [];
  const blocks = batch.request.blocks.flatMap((block) => {
    const lines = linesOf(block.bytes).filter(() => !known.has(index++));
    if (lines.length === 0) return [];
    const kept = lines.map((line) => eventOf(line, ++place));
    events.push(...kept);
    const bytes = encoder.encode(lines.map((line) => `${line}\n`).join(""));
    const times = kept.map(({ at }) => at);
    return [
      { bytes, digest: sha256(bytes), count: lines.length, minAt: Math.min(...times), maxAt: Math.max(...times) },
    ];
  });
  return { blocks, fold: foldEvents(events) };
}

function emptyRun(request: AppendRequest): Omit<statements.RunRow, "fold"> {
  return {
    tenant: request.tenant,
    run_id: request.runId,
    next_seq: 1,
    head: genesisHead(request.tenant, request.runId, sha256),
    max_span_ms: 0,
    indexed_events: 0,
    previous_runs: [],
    logged_seq: 1,
  };
}

/** Writes the blocks behind the run's log and returns the run as it is then. */
function writeSegments(
  sql: SqlStorage,
  run: Omit<statements.RunRow, "fold"> & { fold?: RunState },
  blocks: readonly Block[],
  fold: RunState,
): statements.RunRow {
  let { head, next_seq: seq, max_span_ms: span } = run;
  for (const block of blocks) {
    head = nextHead(head, { digest: block.digest, firstSeq: seq, count: block.count }, sha256);
    statements.insertSegment(sql, {
      first_seq: seq,
      count: block.count,
      min_at: block.minAt,
      max_at: block.maxAt,
      digest: block.digest,
      head,
      body: block.bytes,
    });
    span = Math.max(span, block.maxAt - block.minAt);
    seq += block.count;
  }
  const placed = shiftState(fold, run.next_seq - 1);
  const merged = run.fold === undefined ? placed : mergeStates(run.fold, placed);
  return { ...run, next_seq: seq, head, max_span_ms: span, fold: merged };
}

/**
 * Why a content is not attached: others attached theirs while it arrived, or it was attached before and is purged, which
 * sending it again does not undo.
 *
 * @param before where the same content was attached under this name before
 */
function refuseAttachment(
  sql: SqlStorage,
  run: statements.RunRow,
  json: string,
  before: number | undefined,
): AppendResult | undefined {
  const isFull = before === undefined && countAttachments(sql) >= limits.MAX_ATTACHMENTS;
  if (!isFull && (before === undefined || !isPurged(run, before))) return undefined;
  const unused = partsOnlyOf(sql, JSON.parse(json) as NewAttachment, purgedThrough(run));
  return { kind: "attachment_refused", why: isFull ? "too_many_attachments" : "evidence_purged", unused };
}

/** Appends what is new of a batch; the run itself, with its head and fold, is the caller's to write. */
function append(
  sql: SqlStorage,
  run: statements.RunRow | undefined,
  request: AppendRequest,
): { result: AppendResult; run?: statements.RunRow } {
  const batch = readBatch(request);
  const links = batch.sourceLinks.length > 0 ? statements.linksAround(sql, batch.sourceLinks) : new Map();
  const broken = brokenLink(batch.sourceLinks, links);
  if (broken !== undefined) return { result: { kind: "source_chain_broken", index: broken } };

  const { request: named } = request;
  const before = named === undefined ? undefined : statements.readRequest(sql, named.key);
  if (named !== undefined && before !== undefined && !sameBytes(before.digest, named.digest)) {
    return { result: { kind: "idempotency_key_reused" } };
  }

  const known = knownEvents(sql, batch, links, before);
  const refused = request.attachment && run && refuseAttachment(sql, run, request.attachment, known.get(0));
  if (refused) return { result: refused };
  const firstSeq = run?.next_seq ?? 1;
  const result: AppendResult = { kind: "stored", firstSeq, known: [...known].map(([index, seq]) => ({ index, seq })) };
  if (named !== undefined && before === undefined) {
    statements.insertRequest(sql, named.key, { digest: named.digest, first_seq: firstSeq, known: [...known.keys()] });
  }
  if (known.size === batch.count) return { result };

  const { blocks, fold } =
    known.size === 0
      ? // Our own Worker made it a moment ago; what is read back from storage is checked.
        { blocks: request.blocks, fold: JSON.parse(request.fold) as RunState }
      : withoutKnown(batch, known);
  if (fold === undefined) return { result };

  const seqOf = placement(firstSeq, known, batch.count);
  const after = writeSegments(sql, run ?? emptyRun(request), blocks, fold);
  const newIds = batch.eventIds.flatMap(([index, id]): [string, number][] =>
    known.has(index) ? [] : [[id, seqOf(index)]],
  );
  if (newIds.length > 0) statements.insertEventIds(sql, newIds);
  const newLinks = new Map<number, statements.SourceLinkRow>();
  for (const [index, { seq, recordHash, prevHash }] of batch.sourceLinks) {
    // Two ids may name the same record of the source; its place in the chain is taken once.
    if (known.has(index) || links.has(seq) || newLinks.has(seq)) continue;
    newLinks.set(seq, { source_seq: seq, seq: seqOf(index), record_hash: recordHash, prev_hash: prevHash });
  }
  if (newLinks.size > 0) statements.insertLinks(sql, [...newLinks.values()]);
  if (request.attachment !== undefined) {
    insertAttachment(sql, { seq: firstSeq, ...(JSON.parse(request.attachment) as NewAttachment) });
  }
  return { result, run: after };
}

/** The position that a new event of the batch took. */
function placement(firstSeq: number, known: ReadonlyMap<number, number>, count: number): (index: number) => number {
  if (known.size === 0) return (index) => firstSeq + index;
  const seqs: number[] = [];
  let seq = firstSeq;
  for (let index = 0; index < count; index++) seqs.push(known.has(index) ? 0 : seq++);
  return (index) => seqs[index] ?? 0;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/**
 * Appends batches to a run's log, one after the other: what is new of each, once. Call inside a transaction, on migrated
 * tables; everything that is written here is written together or not at all.
 *
 * @param run the run as it is stored, or `undefined` for a new one
 * @returns what became of each batch, and the run afterwards: the same one when nothing was written
 */
export function appendAll(
  sql: SqlStorage,
  run: statements.RunRow | undefined,
  requests: readonly AppendRequest[],
): { results: AppendResult[]; run: statements.RunRow | undefined } {
  let current = run;
  const results = requests.map((request) => {
    const { result, run: after = current } = append(sql, current, request);
    current = after;
    return result;
  });
  if (current !== undefined && current !== run) statements.writeRun(sql, current);
  return { results, run: current };
}
