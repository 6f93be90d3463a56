import { limits } from "@operator/contract";
import { MAX_STEP_BYTES } from "../limits.ts";
import type { UnsafeName } from "./refusal.ts";

/** A path in its normal form, the project itself (`.` or `./`), or what is wrong with the name. */
export type SafePath = { kind: "path"; path: string } | { kind: "root" } | { kind: "unsafe"; reason: UnsafeName };

/** Controls, line and paragraph separators, and what turns the direction of text around on the screen of a reader. */
const CONTROL = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** More characters than that are more bytes than a step may have; fewer are counted. */
const encoder = new TextEncoder();

function stepFault(step: string): UnsafeName | undefined {
  if (step === "..") return "traversal";
  if (step === "" || step === ".") return "empty_step";
  // Windows takes them off, so that two names become one.
  if (/[ .]$/.test(step)) return "trailing";
  return step.length > MAX_STEP_BYTES || encoder.encode(step).length > MAX_STEP_BYTES ? "too_long" : undefined;
}

function fault(path: string): UnsafeName | undefined {
  if (path === "") return "empty";
  if (path.length > limits.MAX_PATH_CHARS) return "too_long";
  if (!path.isWellFormed()) return "not_utf8";
  if (CONTROL.test(path)) return "control_character";
  if (path.includes("\\")) return "backslash";
  if (path.startsWith("/")) return "absolute";
  if (/^[A-Za-z]:(?:\/|$)/.test(path)) return "drive_letter";
  for (const step of path.split("/")) {
    const wrong = stepFault(step);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

/**
 * Reads the name that a file or folder of a project was sent under. `./` in front and one `/` at the end of a folder are
 * how archivers write; anything else that is not the one plain spelling of a path inside of the project is refused and
 * never mended, because two programs may mend it differently.
 */
export function safePath(name: string, isFolder = false): SafePath {
  let path = name;
  while (path.startsWith("./")) path = path.slice(2);
  if (isFolder && path.endsWith("/") && path !== "/") path = path.slice(0, -1);
  if (isFolder && (path === "" || path === ".") && name !== "") return { kind: "root" };
  const reason = fault(path);
  return reason === undefined ? { kind: "path", path } : { kind: "unsafe", reason };
}
