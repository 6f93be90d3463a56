import { canonicalContent } from "@operator/audit";
import { type AuditRecord, type JsonObject, limits, parseRfc3339 } from "@operator/contract";
import { foldEvents, type RunEvent } from "@operator/diagnosis";
import { redactText, redactValue } from "@operator/redaction";
import { sha256 } from "../adapters/sha256.ts";
import type { Block } from "../objects/run-log/append-request.ts";
import type { Rejection } from "./read-events.ts";

const encoder = new TextEncoder();

/** A record without its secrets, and its canonical form: all of it that is ever stored, hashed or folded. */
export interface RedactedEvent {
  at: number;
  record: AuditRecord;
  content: string;
}

function redactRecord(record: AuditRecord): AuditRecord {
  return {
    ...record,
    event_type: redactText(record.event_type),
    actor: redactText(record.actor),
    payload: redactValue(record.payload) as AuditRecord["payload"],
    ...(record.hosted_context === undefined
      ? {}
      : { hosted_context: redactValue(record.hosted_context as JsonObject) as AuditRecord["hosted_context"] }),
  };
}

function isTooLarge(content: string): boolean {
  // A UTF-16 unit takes at most three bytes, so short texts need no count.
  return content.length * 3 > limits.MAX_EVENT_BYTES && encoder.encode(content).byteLength > limits.MAX_EVENT_BYTES;
}

/** Takes the secrets out of a checked record, or rejects it when it is too large, as it came or as it would be stored. */
export function redactEvent(record: AuditRecord, index: number): { event: RedactedEvent } | { rejection: Rejection } {
  const redacted = redactRecord(record);
  const content = canonicalContent(redacted);
  if (isTooLarge(content) || (redacted.payload !== record.payload && isTooLarge(canonicalContent(record)))) {
    const limit = limits.MAX_EVENT_BYTES;
    const detail = `An event is limited to ${limit} bytes in canonical form.`;
    return { rejection: { index, code: "event_too_large", detail, field: `events[${index}]`, limit } };
  }
  return { event: { at: parseRfc3339(record.timestamp) ?? 0, record: redacted, content } };
}

function blockOf(events: readonly RedactedEvent[]): Block {
  let text = "";
  let minAt = Number.POSITIVE_INFINITY;
  let maxAt = Number.NEGATIVE_INFINITY;
  for (const { content, at } of events) {
    text += `${content}\n`;
    if (at < minAt) minAt = at;
    if (at > maxAt) maxAt = at;
  }
  const bytes = encoder.encode(text);
  return { bytes, digest: sha256(bytes), count: events.length, minAt, maxAt };
}

/** Packs events into blocks that fit into a row each. */
export function blocksOf(events: readonly RedactedEvent[]): Block[] {
  const blocks: Block[] = [];
  let start = 0;
  let chars = 0;
  for (const [index, { content }] of events.entries()) {
    if (chars > 0 && (chars + content.length) * 3 > limits.MAX_SEGMENT_BYTES) {
      blocks.push(blockOf(events.slice(start, index)));
      start = index;
      chars = 0;
    }
    chars += content.length + 1;
  }
  blocks.push(blockOf(events.slice(start)));
  return blocks;
}

/** The fold of a batch, its events counted from 1. */
export function foldBatch(events: readonly RedactedEvent[]) {
  return foldEvents(events.map(({ at, record }, index): RunEvent => ({ seq: index + 1, at, ...pick(record) })));
}

function pick({ timestamp, event_type, actor, payload }: AuditRecord) {
  return { timestamp, event_type, actor, payload };
}
