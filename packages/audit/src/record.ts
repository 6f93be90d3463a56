import type { AuditRecord } from "@operator/contract";
import { canonicalJson } from "./canonical-json.ts";

/** SHA-256 of text in UTF-8 or of bytes; handed in, because every platform has a fast one of its own. */
export type Sha256 = (data: string | Uint8Array) => Uint8Array;

/** The fields of a record that its place in a log does not change. */
export type RecordContent = Pick<
  AuditRecord,
  "timestamp" | "event_type" | "deployment_mode" | "actor" | "payload" | "hosted_context"
>;

/**
 * A record in canonical form without `seq` and `prev_hash`: what a run's log stores, before the record has its place.
 * Source: AgentPaaS audit record, field order.
 */
export function canonicalContent(record: RecordContent): string {
  const { hosted_context: hosted } = record;
  const fields = `"timestamp":${canonicalJson(record.timestamp)},"event_type":${canonicalJson(record.event_type)},"deployment_mode":"${record.deployment_mode}","actor":${canonicalJson(record.actor)},"payload":${canonicalJson(record.payload)}`;
  return hosted === undefined ? `{${fields}}` : `{${fields},"hosted_context":${canonicalHostedContext(hosted)}}`;
}

/** Go writes this struct in declaration order, empty fields included. */
function canonicalHostedContext(hosted: NonNullable<RecordContent["hosted_context"]>): string {
  const fields = (["tenant_id", "project_id", "region", "runtime_provider"] as const).flatMap((name) => {
    const value = hosted[name];
    return value === undefined ? [] : [`"${name}":${canonicalJson(value)}`];
  });
  return `{${fields.join(",")}}`;
}

/**
 * The canonical form that is hashed: the content with its place in the log in front.
 *
 * @param content what `canonicalContent` wrote
 * @param seq position in the log, from 1
 * @param prevHash hex SHA-256 of the record before it, empty for the first
 */
export function canonicalRecord(content: string, seq: number, prevHash: string): string {
  return `{"seq":${seq},"prev_hash":"${prevHash}",${content.slice(1)}`;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Bytes as lower-case hex digits. */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** The bytes that hex digits stand for. */
export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
}

/** The hex SHA-256 of a record in canonical form: its `record_hash`. */
export function recordHash(canonical: string, sha256: Sha256): string {
  return toHex(sha256(canonical));
}
