import { canonicalRecord, recordHash, type Sha256 } from "../record.ts";

/** A record as a line of an export, and the hash that the next one follows. */
export interface RecordLine {
  line: string;
  recordHash: string;
}

/**
 * Writes a stored record as a line of an AgentPaaS export, without the newline. Its verifier recomputes `record_hash` from
 * the record without it and follows `prev_hash` from line to line.
 *
 * @param content what `canonicalContent` wrote
 * @param seq position in the log, from 1
 * @param prevHash hex SHA-256 of the record before it, empty for the first
 */
export function recordLine(content: string, seq: number, prevHash: string, sha256: Sha256): RecordLine {
  const hash = recordHash(canonicalRecord(content, seq, prevHash), sha256);
  const line = `{"seq":${seq},"prev_hash":"${prevHash}","record_hash":"${hash}",${content.slice(1)}`;
  return { line, recordHash: hash };
}

/**
 * Writes stored records, in order, as the lines of an AgentPaaS export, newlines and all.
 *
 * @param after the record that they follow; none for a run's first
 */
export function* exportLines(
  contents: Iterable<string>,
  sha256: Sha256,
  after: { seq: number; recordHash: string } = { seq: 0, recordHash: "" },
): Generator<string> {
  let { seq, recordHash: prevHash } = after;
  for (const content of contents) {
    seq++;
    const written = recordLine(content, seq, prevHash, sha256);
    prevHash = written.recordHash;
    yield `${written.line}\n`;
  }
}
