import { sourceLink, toHex } from "@operator/audit";
import type { AuditRecord, IngestResult } from "@operator/contract";
import { sha256 } from "../adapters/sha256.ts";
import type { Caller } from "../middleware/authentication.ts";
import type {
  AppendRequest,
  AppendResult,
  EventIds,
  NamedRequest,
  SourceLinks,
} from "../objects/run-log/append-request.ts";
import { isRefusal, type Refusal, refuse } from "../refusal.ts";
import { looksSecret } from "../safe-name.ts";
import { checkEvent } from "./check-event.ts";
import { blocksOf, foldBatch, type RedactedEvent, redactEvent } from "./prepare.ts";
import { type Rejection, readEvents } from "./read-events.ts";
import { firstBrokenLink } from "./source-chain.ts";

export interface IngestCommand {
  runId: string;
  bytes: Uint8Array;
  mediaType: string;
  partial: boolean;
  idempotencyKey: string | undefined;
  /** Keyed digest of `bytes`: it tells bodies apart, and nobody without the key can try what one held. */
  bodyDigest: Uint8Array;
  caller: Caller;
}

/** An event of the batch that will be appended, with its index in the body. */
interface Candidate {
  index: number;
  event: RedactedEvent;
}

/** Rejections that one problem lists. */
const MAX_LISTED = 100;

function refuseBatch(rejections: readonly [Rejection, ...Rejection[]]): Refusal {
  return refuse(
    rejections[0].code,
    `Nothing was stored: ${rejections.length} of the events were refused, the first at index ${rejections[0].index}.`,
    { errors: rejections.slice(0, MAX_LISTED) },
  );
}

function refuseChain(index: number): Refusal {
  const detail = "The record's hash does not recompute, or it does not link to its neighbour.";
  const error = { code: "source_chain_broken", detail, index, field: `events[${index}].record_hash` } as const;
  return refuse("source_chain_broken", `Nothing was stored: the source's chain breaks at index ${index}.`, {
    errors: [error],
  });
}

/** What names an event beyond its place in the request, that which counts first: its id, else its hash. */
function identitiesOf({ event_id: id, record_hash: hash }: AuditRecord): string[] {
  return [...(id === undefined ? [] : [`id ${id}`]), ...(hash === undefined ? [] : [`hash ${hash}`])];
}

/** Splits off the events that the batch itself repeats: index of the repetition -> index of the first. */
function withoutRepetitions(candidates: readonly Candidate[]): {
  distinct: Candidate[];
  repeated: Map<number, number>;
} {
  const first = new Map<string, number>();
  const repeated = new Map<number, number>();
  const distinct = candidates.filter(({ index, event }) => {
    const identities = identitiesOf(event.record);
    const before = first.get(identities[0] ?? "");
    if (before === undefined) for (const identity of identities) first.set(identity, first.get(identity) ?? index);
    else repeated.set(index, before);
    return before === undefined;
  });
  return { distinct, repeated };
}

/** How the request itself is known: by its `Idempotency-Key`, else by its body. */
function nameRequest(command: IngestCommand, distinct: readonly Candidate[]): NamedRequest | undefined {
  const { idempotencyKey: key, bodyDigest: digest } = command;
  const nameless = distinct.flatMap(({ event }, place) => (identitiesOf(event.record).length === 0 ? [place] : []));
  if (key === undefined && nameless.length === 0) return undefined;
  const name = key === undefined ? `body ${toHex(digest)}` : `key ${toHex(sha256(key))}`;
  return { key: name, digest, indexes: JSON.stringify(nameless) };
}

function appendRequest(command: IngestCommand, distinct: readonly Candidate[]): AppendRequest {
  const events = distinct.map(({ event }) => event);
  const blocks = blocksOf(events);
  const eventIds: EventIds = events.flatMap(({ record }, place) => (record.event_id ? [[place, record.event_id]] : []));
  const sourceLinks: SourceLinks = events.flatMap(({ record }, place) => {
    const link = sourceLink(record);
    return link === undefined ? [] : [[place, link]];
  });
  const request = nameRequest(command, distinct);
  return {
    tenant: command.caller.tenant,
    runId: command.runId,
    blocks,
    fold: JSON.stringify(foldBatch(events)),
    ...(eventIds.length > 0 ? { eventIds: JSON.stringify(eventIds) } : {}),
    ...(sourceLinks.length > 0 ? { sourceLinks: JSON.stringify(sourceLinks) } : {}),
    ...(request === undefined ? {} : { request }),
  };
}

function ingestResult(
  runId: string,
  distinct: readonly Candidate[],
  repeated: ReadonlyMap<number, number>,
  rejected: Rejection[],
  stored: Extract<AppendResult, { kind: "stored" }>,
): IngestResult {
  const known = new Map(stored.known.map(({ index, seq }) => [index, seq]));
  const seqByIndex = new Map<number, number>();
  const accepted: IngestResult["accepted"] = [];
  const duplicates: IngestResult["duplicates"] = [];
  let next = stored.firstSeq;
  for (const [place, { index }] of distinct.entries()) {
    const before = known.get(place);
    const seq = before ?? next++;
    seqByIndex.set(index, seq);
    (before === undefined ? accepted : duplicates).push({ index, audit_seq: seq });
  }
  for (const [index, first] of repeated) duplicates.push({ index, audit_seq: seqByIndex.get(first) ?? 0 });
  duplicates.sort((a, b) => a.index - b.index);
  return { run_id: runId, accepted, duplicates, rejected };
}

/**
 * Stores a batch of events: reads and checks every one, verifies the source's chain, takes the secrets out, and hands the
 * rest to the run's log. Nothing is stored before all of it is known to be good, unless the sender asked for a part.
 */
export async function ingest(
  command: IngestCommand,
  append: (request: AppendRequest) => Promise<AppendResult>,
): Promise<IngestResult | Refusal> {
  const { runId, caller } = command;
  if (looksSecret(runId))
    return refuse("secret_in_identifier", "The run id looks like a secret; ids are kept as they are.");
  const read = readEvents(command.bytes, command.mediaType);
  if (isRefusal(read)) return read;

  const checked = read.map((item, index) =>
    "rejection" in item ? item : checkEvent(item.value, index, runId, caller),
  );
  const broken = firstBrokenLink(checked.map((item) => ("record" in item ? item.record : undefined)));
  if (broken !== undefined) return refuseChain(broken);

  const redacted = checked.map((item, index) => ("rejection" in item ? item : redactEvent(item.record, index)));
  const rejections = redacted.flatMap((item) => ("rejection" in item ? [item.rejection] : []));
  const [first, ...others] = rejections;
  if (first !== undefined && !command.partial) return refuseBatch([first, ...others]);
  const candidates = redacted.flatMap((item, index) => ("event" in item ? [{ index, event: item.event }] : []));
  const { distinct, repeated } = withoutRepetitions(candidates);
  if (distinct.length === 0) return { run_id: runId, accepted: [], duplicates: [], rejected: rejections };

  const result = await append(appendRequest(command, distinct));
  switch (result.kind) {
    case "stored":
      return ingestResult(runId, distinct, repeated, rejections, result);
    case "source_chain_broken":
      return refuseChain(distinct[result.index]?.index ?? 0);
    case "idempotency_key_reused":
      return refuse("idempotency_key_reused", "The Idempotency-Key was used for another body; nothing was stored.");
    case "attachment_refused":
      throw new Error("a batch of events attaches nothing");
  }
}
