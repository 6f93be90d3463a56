import { recomputes, type SourceLink, sourceLink } from "@operator/audit";
import { type JsonObject, type JsonValue, limits, type ProblemCode, RunId } from "@operator/contract";
import { sha256 } from "../adapters/sha256.ts";
import type { Caller } from "../middleware/authentication.ts";
import { decodeUtf8 } from "../read-body.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { looksSecret } from "../safe-name.ts";
import { checkEvent } from "./check-event.ts";
import { redactEvent } from "./prepare.ts";
import { isBlank, type Rejection, readLine } from "./read-events.ts";
import { linksAgree } from "./source-chain.ts";

/** A record of an import that was found good: where its line is in the body, and its place in the chain. */
export interface ImportedRecord {
  /** Counts the lines from 0, blank ones left out. */
  index: number;
  start: number;
  end: number;
  link: SourceLink;
}

/** An import that was found good. Of its records only their places are kept: the whole of them would not fit beside the body. */
export interface CheckedImport {
  records: number;
  first: SourceLink;
  last: SourceLink;
  /** The records of each run, in the order of the chain. */
  runs: Map<string, ImportedRecord[]>;
  /** The positions of records that belong to no run, the first of them. */
  unassigned: number[];
  unassignedRecords: number;
}

/** Refuses an import for one of its lines. */
export function refuseImport({ index, code, detail, field, limit }: Rejection): Refusal {
  const error = {
    code,
    detail,
    index,
    ...(field === undefined ? {} : { field }),
    ...(limit === undefined ? {} : { limit }),
  };
  return refuse(code, `Nothing was stored: the record at index ${index} was refused.`, { errors: [error] });
}

function rejection(index: number, code: ProblemCode, field: string, detail: string): { rejection: Rejection } {
  return { rejection: { index, code, detail, field: `events[${index}].${field}` } };
}

const NEWLINE = 0x0a;

/** Where the lines of a text are in its bytes. */
function* linesIn(bytes: Uint8Array): Generator<{ start: number; end: number }> {
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline;
    yield { start, end };
    start = end + 1;
  }
}

/** The run that a record names. Sources write no run as no field, as null or as an empty text. */
function runIdOf(value: JsonValue): JsonValue | undefined {
  const payload = (value as JsonObject | null)?.payload;
  return typeof payload === "object" && payload !== null && !Array.isArray(payload) ? payload.run_id : undefined;
}

function isNoRun(runId: JsonValue | undefined): boolean {
  return runId === undefined || runId === null || runId === "";
}

/** Checks one line as ingest checks an event of a batch, and its place in the chain, behind the record before it. */
function checkLine(
  text: string,
  index: number,
  before: SourceLink | undefined,
  caller: Caller,
): { link: SourceLink; runId: string | undefined } | { rejection: Rejection } {
  const read = readLine(text, index);
  if ("rejection" in read) return read;
  const runId = runIdOf(read.value);
  const checked = checkEvent(read.value, index, runId, caller);
  if ("rejection" in checked) return checked;
  const { record } = checked;
  const link = sourceLink(record);
  if (link === undefined) {
    return rejection(
      index,
      "source_chain_broken",
      "record_hash",
      "Every record of an import has its seq and its hash.",
    );
  }
  if (!recomputes(record, link, sha256)) {
    return rejection(index, "source_chain_broken", "record_hash", "The record's hash does not recompute.");
  }
  if (before !== undefined && (link.seq !== before.seq + 1 || !linksAgree(before, link))) {
    return rejection(index, "source_chain_broken", "prev_hash", "The record does not follow the one before it.");
  }
  if (isNoRun(runId)) return { link, runId: undefined };
  const named = RunId.safeParse(runId);
  if (!named.success) return rejection(index, "invalid_request", "payload.run_id", "is not the id of a run");
  if (looksSecret(named.data)) {
    return rejection(index, "secret_in_identifier", "payload.run_id", "looks like a secret; ids are kept as they are");
  }
  const redacted = redactEvent(record, index);
  return "rejection" in redacted ? redacted : { link, runId: named.data };
}

function tooMany(code: "too_many_events" | "too_many_runs", of: string, limit: number): Refusal {
  const detail = `An import is limited to ${limit} ${of}.`;
  return refuse(code, detail, { errors: [{ code, detail, limit }] });
}

/** Checks an export whole: every record for itself, and all of them as one chain without gaps. Nothing is stored. */
export function checkImport(bytes: Uint8Array, caller: Caller): CheckedImport | Refusal {
  const runs: CheckedImport["runs"] = new Map();
  const unassigned: number[] = [];
  let [records, unassignedRecords] = [0, 0];
  let first: SourceLink | undefined;
  let last: SourceLink | undefined;
  for (const { start, end } of linesIn(bytes)) {
    // A byte order mark may stand before the first line alone.
    const text = decodeUtf8(bytes.subarray(start, end), { keepsMark: start > 0 });
    if (typeof text !== "string") return text;
    if (isBlank(text)) continue;
    if (records === limits.MAX_IMPORT_RECORDS) return tooMany("too_many_events", "records", records);
    const index = records++;
    const checked = checkLine(text, index, last, caller);
    if ("rejection" in checked) return refuseImport(checked.rejection);
    const { link, runId } = checked;
    first ??= link;
    last = link;
    if (runId === undefined) {
      if (unassignedRecords++ < limits.MAX_LISTED_UNASSIGNED) unassigned.push(link.seq);
      continue;
    }
    const known = runs.get(runId) ?? [];
    if (known.length === 0) runs.set(runId, known);
    known.push({ index, start, end, link });
    if (runs.size > limits.MAX_IMPORT_RUNS) return tooMany("too_many_runs", "runs", limits.MAX_IMPORT_RUNS);
  }
  if (first === undefined || last === undefined) return refuse("empty_batch", "The import has no records.");
  return { records, first, last, runs, unassigned, unassignedRecords };
}
