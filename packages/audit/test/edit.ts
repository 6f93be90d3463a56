import { canonicalRecord, recordHash } from "../src/record.ts";
import { sha256 } from "./signer.ts";

/** A bundle's text with its lines changed. */
export function edited(text: string, change: (lines: string[]) => void): string {
  const lines = text.split("\n").slice(0, -1);
  change(lines);
  return lines.map((line) => `${line}\n`).join("");
}

/** Where the line of a record is. */
export function lineOf(lines: readonly string[], seq: number): number {
  return lines.findIndex((line) => line.startsWith(`{"seq":${seq},`));
}

/** Where the line of an element of a list is. */
export function elementLine(lines: readonly string[], list: string, index: number): number {
  return lines.indexOf(`"${list}":[`) + 1 + index;
}

const PLACE = /^\{"seq":(\d+),"prev_hash":"([0-9a-f]*)","record_hash":"([0-9a-f]+)",/;

/** What stands in a record's line. */
export function partsOf(line: string) {
  const [place = "", seq = "", prevHash = "", hash = ""] = PLACE.exec(line) ?? [];
  return { seq: Number(seq), prevHash, hash, content: `{${line.replace(/,$/, "").slice(place.length)}` };
}

/** A record's line with the hash that belongs to it. */
export function lineWith(record: { seq: number; prevHash: string; content: string }): string {
  const { seq, prevHash, content } = record;
  const hash = recordHash(canonicalRecord(content, seq, prevHash), sha256);
  return `{"seq":${seq},"prev_hash":"${prevHash}","record_hash":"${hash}",${content.slice(1)}`;
}

/** Gives the records from a line on new positions and hashes, as somebody would who covers traces. */
export function rechained(lines: string[]): void {
  let prevHash = "";
  let seq = 0;
  for (const [index, line] of lines.entries()) {
    if (!line.startsWith('{"seq":')) continue;
    seq++;
    const written = lineWith({ seq, prevHash, content: partsOf(line).content });
    prevHash = partsOf(written).hash;
    lines[index] = `${written}${line.endsWith(",") ? "," : ""}`;
  }
}

/** Takes lines out of a list, so that its commas are right. */
export function takeOut(lines: string[], at: number): string {
  const [line = ""] = lines.splice(at, 1);
  setCommas(lines);
  return line;
}

/** Puts a line into a list, so that its commas are right. */
export function putIn(lines: string[], at: number, line: string): void {
  lines.splice(at, 0, line);
  setCommas(lines);
}

/** Every element but the last of its list ends in a comma. */
function setCommas(lines: string[]): void {
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1] ?? "";
    const isElement = /^(\{"(?!format")|"[^"]+",?$|\]\})/.test(line) && !line.endsWith("[");
    if (isElement) lines[index] = line.replace(/,$/, "") + (next.startsWith("]") ? "" : ",");
  }
}
