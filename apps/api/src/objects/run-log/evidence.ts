import { toHex } from "@operator/audit";
import { isRuntimeActor, type JsonObject, type JsonValue, limits, type RunListItem } from "@operator/contract";
import { type RunEvent, runListItem } from "@operator/diagnosis";
import { type AttachmentRow, attachmentAt, attachmentOf, countAttachments } from "./attachments.ts";
import { isPurged, purgedThrough } from "./purge.ts";
import { type ChainedRecord, recordsAt } from "./record-chain.ts";
import * as statements from "./statements.ts";
import { eventOf, linesOf } from "./stored-events.ts";

/** What is asked of a run's log to resolve a ref. */
export type EvidenceWanted =
  | { kind: "standing" }
  | { kind: "records"; first: number; last: number }
  | { kind: "text"; seq: number; field: string }
  | { kind: "attachment"; digest: string }
  | { kind: "stating"; field: "rule_id" | "span_id"; name: string };

/** An event that states something, without what it does not say of it. */
export interface StatingEvent {
  audit_seq: number;
  event_type: string;
  timestamp: string;
  actor: string;
  payload: JsonObject;
}

/** A record with its place in the run's chains. */
export interface PlacedRecord extends ChainedRecord {
  segment: { first_seq: number; count: number; digest: string };
  source?: { seq: number; record_hash: string; prev_hash: string };
}

export type EvidenceFound =
  | { kind: "standing"; item: RunListItem; nextSeq: number; head: string; policyDigest?: string; attachments: number }
  | { kind: "records"; records: PlacedRecord[] }
  | { kind: "text"; text: string; timestamp: string }
  | { kind: "attached"; attachment: AttachmentRow }
  /** The policy by what the run says when it starts; else the one at the instant of its latest denial, or of its last event. */
  | { kind: "stating"; agent?: string; policyDigest?: string; policyAt: number; events: StatingEvent[] }
  | { kind: "not_there" }
  | { kind: "purged" };

/** A value in a payload, by the names on the way to it. */
function valueAt(payload: JsonObject, field: string): JsonValue | undefined {
  let value: JsonValue | undefined = payload;
  for (const step of field.split(".")) {
    if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, step)) {
      return undefined;
    }
    value = value[step];
  }
  return value;
}

function recordsIn(sql: SqlStorage, run: statements.RunRow, first: number, last: number): EvidenceFound {
  if (isPurged(run, first)) return { kind: "purged" };
  if (last >= run.next_seq) return { kind: "not_there" };
  const until = Math.min(last, first + limits.MAX_RESOLVED_RECORDS - 1);
  const sources = new Map(statements.linksOf(sql, first, until).map((link) => [link.seq, link]));
  let segment: statements.SegmentRow | undefined;
  const records = recordsAt(sql, first, until).flatMap((record): PlacedRecord[] => {
    // Neighbours mostly share a segment, which is read with all of its records.
    if (segment === undefined || record.seq >= segment.first_seq + segment.count) {
      segment = statements.segmentOf(sql, record.seq);
    }
    if (segment === undefined) return [];
    const source = sources.get(record.seq);
    return [
      {
        ...record,
        segment: { first_seq: segment.first_seq, count: segment.count, digest: toHex(segment.digest) },
        ...(source === undefined
          ? {}
          : { source: { seq: source.source_seq, record_hash: source.record_hash, prev_hash: source.prev_hash } }),
      },
    ];
  });
  return { kind: "records", records };
}

function eventAt(sql: SqlStorage, seq: number): RunEvent | undefined {
  const segment = statements.segmentOf(sql, seq);
  const line = segment === undefined ? undefined : linesOf(segment.body)[seq - segment.first_seq];
  return line === undefined ? undefined : eventOf(line, seq);
}

/** The text of a field; of `attachment`, where the attached content is. */
function textAt(sql: SqlStorage, run: statements.RunRow, seq: number, field: string): EvidenceFound {
  if (isPurged(run, seq)) return { kind: "purged" };
  if (field === "attachment") {
    const attachment = attachmentAt(sql, seq);
    return attachment === undefined ? { kind: "not_there" } : { kind: "attached", attachment };
  }
  const event = eventAt(sql, seq);
  const text = event === undefined ? undefined : valueAt(event.payload, field);
  if (event === undefined || typeof text !== "string") return { kind: "not_there" };
  return { kind: "text", text, timestamp: event.timestamp };
}

/**
 * The latest events whose payload states a name: those of the runtime, or, where it states none, what others claim. So
 * nobody's claim stands in front of a fact. Reads the whole log, and parses only lines that have the name. */
function stating(sql: SqlStorage, run: statements.RunRow, field: string, name: string): EvidenceFound {
  // As a string stands in canonical JSON; what must be escaped there may be longer, so that only the rest is looked for.
  const probe = name.replace(/[^A-Za-z0-9_.:/[\]-].*$/s, "");
  const facts: StatingEvent[] = [];
  const claims: StatingEvent[] = [];
  for (const segment of statements.segmentsInOrder(sql)) {
    for (const [index, line] of linesOf(segment.body).entries()) {
      if (!line.includes(probe)) continue;
      const { seq, event_type, timestamp, actor, payload } = eventOf(line, segment.first_seq + index);
      if (payload[field] !== name) continue;
      const known = isRuntimeActor(actor) ? facts : claims;
      known.push({ audit_seq: seq, event_type, timestamp, actor, payload });
      if (known.length > limits.MAX_STATING_EVENTS) known.shift();
    }
  }
  const events = facts.length > 0 ? facts : claims;
  // What stated it may have been purged; nobody can tell any more.
  if (events.length === 0 && purgedThrough(run) > 0) return { kind: "purged" };
  const { agent, latest_denials: denials, last } = run.fold;
  return {
    kind: "stating",
    policyAt: denials[0]?.at ?? last.at,
    ...(agent === undefined ? {} : { agent: agent.name }),
    ...(agent?.policy === undefined ? {} : { policyDigest: agent.policy }),
    events: events.reverse(),
  };
}

/** What a run's log knows of what a ref names. */
export function findEvidence(sql: SqlStorage, run: statements.RunRow, wanted: EvidenceWanted): EvidenceFound {
  switch (wanted.kind) {
    case "standing":
      return {
        kind: "standing",
        item: runListItem(run.run_id, run.fold),
        nextSeq: run.next_seq,
        head: toHex(run.head),
        attachments: countAttachments(sql),
      };
    case "records":
      return recordsIn(sql, run, wanted.first, wanted.last);
    case "text":
      return textAt(sql, run, wanted.seq, wanted.field);
    case "attachment": {
      const attachment = attachmentOf(sql, wanted.digest);
      if (attachment === undefined) return { kind: "not_there" };
      return isPurged(run, attachment.seq) ? { kind: "purged" } : { kind: "attached", attachment };
    }
    case "stating":
      return stating(sql, run, wanted.field, wanted.name);
  }
}
