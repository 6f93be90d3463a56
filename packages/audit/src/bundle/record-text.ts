import { readStrictJson } from "@operator/contract";
import type { NewSha256 } from "../hash/sha256.ts";
import { toHex } from "../record.ts";
import { RECORD_FIELDS } from "./format.ts";
import { textOf } from "./member-reader.ts";
import type { ChainedRecord } from "./record-chain.ts";

/** The place of a record, which stands before what the record says. All of it is ASCII: characters are bytes. */
const PLACE = /^(\{"seq":(\d{1,16}),"prev_hash":"((?:[0-9a-f]{64})?)",)"record_hash":"([0-9a-f]{64})",/;

const FIELDS: ReadonlySet<string> = new Set(RECORD_FIELDS);

export type RecordText =
  | {
      kind: "record";
      record: ChainedRecord /** What the record says, behind its brace, in bytes. */;
      content: Uint8Array;
    }
  | { kind: "malformed" | "duplicate_key" | "extra_field" };

const OPEN = new Uint8Array([0x7b]);
const NEWLINE = new Uint8Array([0x0a]);

/** Takes a record as it stands in a bundle or an export apart, and hashes it as it is spelled. */
export function readRecordText(bytes: Uint8Array, begin: NewSha256): RecordText {
  const text = textOf(bytes);
  if (text === undefined) return { kind: "malformed" };
  const read = readStrictJson(text);
  if (!read.ok) return { kind: read.fault.code === "duplicate_key" ? "duplicate_key" : "malformed" };
  if (typeof read.value !== "object" || read.value === null) return { kind: "malformed" };
  if (Object.keys(read.value).some((field) => !FIELDS.has(field))) return { kind: "extra_field" };
  const [place, start, seq, prevHash, recordHash] = PLACE.exec(text) ?? [];
  if (place === undefined || start === undefined || prevHash === undefined || recordHash === undefined) {
    return { kind: "malformed" };
  }
  const content = bytes.subarray(place.length);
  const hashed = new Uint8Array(start.length + content.length);
  hashed.set(bytes.subarray(0, start.length));
  hashed.set(content, start.length);
  const hash = begin();
  hash.update(hashed);
  const isWhole = toHex(hash.digest()) === recordHash;
  return { kind: "record", record: { seq: Number(seq), prevHash, recordHash, isWhole }, content };
}

/** Adds a record to the hash of its block, which has one a line without its place. */
export function updateBlock(block: { update(bytes: Uint8Array): unknown }, content: Uint8Array): void {
  block.update(OPEN);
  block.update(content);
  block.update(NEWLINE);
}
