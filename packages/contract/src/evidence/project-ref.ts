import type { EvidenceRef } from "../types/evidence-ref.ts";

/**
 * Refs into the files of a project that was validated:
 *
 * | type | ref | names |
 * |---|---|---|
 * | `redacted_excerpt` | `project_<snapshot>:<path>` | the whole file |
 * | `redacted_excerpt` | `project_<snapshot>:<path>:<first>-<last>` | its lines from first to last, counted from 1 |
 * | `log` | `project_<snapshot>:<path>:<line>` | one line |
 *
 * The snapshot is the hex SHA-256 of the redacted project as it is stored. A path may hold colons; `:` and `%` are written
 * `%3A` and `%25` in it, and so are characters that do not show, so that a path never reads as lines and a ref is one line.
 */
export interface ProjectPlace {
  snapshot: string;
  path: string;
  /** The lines, from 1; the whole file where they are absent. */
  lines?: { first: number; last: number };
}

const REF = /^project_([0-9a-f]{64}):([^:]+)(?::([1-9]\d{0,8})(?:-([1-9]\d{0,8}))?)?$/;
const ESCAPED = /%(25|3A|[01][0-9A-F]|7F)/g;
const UNPLAIN = /[%:\u0000-\u001f\u007f]/g;

function writePath(path: string): string {
  return path.replace(UNPLAIN, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
}

/** The path as it is, or `undefined` where it is not written in the one way that it can be written. */
function readPath(written: string): string | undefined {
  const path = written.replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return writePath(path) === written ? path : undefined;
}

/** Reads a ref into a project; `undefined` when it is none. */
export function parseProjectRef({ type, ref }: Pick<EvidenceRef, "type" | "ref">): ProjectPlace | undefined {
  const [, snapshot, written, first, last] = REF.exec(ref) ?? [];
  if (snapshot === undefined || written === undefined) return undefined;
  const path = readPath(written);
  if (path === undefined) return undefined;
  if (type === "log" && first !== undefined && last === undefined) {
    return { snapshot, path, lines: { first: Number(first), last: Number(first) } };
  }
  if (type !== "redacted_excerpt") return undefined;
  if (first === undefined) return { snapshot, path };
  if (last === undefined || Number(last) < Number(first)) return undefined;
  return { snapshot, path, lines: { first: Number(first), last: Number(last) } };
}

/** A ref to a place in a project: to one line as `log`, else as `redacted_excerpt`. */
export function projectRef({ snapshot, path, lines }: ProjectPlace): EvidenceRef {
  const file = `project_${snapshot}:${writePath(path)}`;
  if (lines === undefined) return { type: "redacted_excerpt", ref: file };
  const { first, last } = lines;
  if (first === last) return { type: "log", ref: `${file}:${first}` };
  return { type: "redacted_excerpt", ref: `${file}:${first}-${last}` };
}
