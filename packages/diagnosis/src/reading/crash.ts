import type { Line } from "../text/plain-lines.ts";
import type { Frame } from "./frames.ts";

/** One exception of a crash: its frames, and the lines that name it. */
export interface Block {
  /** Indexes of lines: where the block begins, the line that names the exception, and the end of its message. */
  first: number;
  exception: number;
  last: number;
  /** The class of the exception, as it is printed. */
  name: string;
  message: string;
  /** In the order of the calls: the innermost frame is the last. */
  frames: Frame[];
}

/** A traceback or stack with all its causes. */
export interface Crash {
  /** The cause stands first, what ended the program last. */
  blocks: Block[];
  first: number;
  last: number;
}

const EXCEPTION =
  /^(?:Uncaught )?((?:[A-Za-z_$][\w$]{0,60}\.){0,8}[A-Za-z_$][\w$]{0,80})(?: \[([A-Z][A-Z0-9_]{1,60})\])?(?::(?: (.*))?)?$/;
const LOOKS_LIKE_ERROR = /(?:Error|Exception|Exit|Interrupt|Warning|Failure|Timeout|Iteration|Group)$/;

/** The exception that a line names, as the last line of a traceback does. */
export function exceptionOf(text: string): { name: string; message: string } | undefined {
  const [, name, code, message = ""] = EXCEPTION.exec(text) ?? [];
  if (name === undefined) return undefined;
  return { name: code === undefined ? name : `${name} [${code}]`, message };
}

/** The exception that a line names where no traceback says that it is one: only by a name that sounds like it. */
export function looseExceptionOf(text: string): { name: string; message: string } | undefined {
  const found = exceptionOf(text);
  if (found === undefined) return undefined;
  const bare = found.name.split(" ")[0] ?? "";
  const last = bare.slice(bare.lastIndexOf(".") + 1);
  return LOOKS_LIKE_ERROR.test(last) && /^[A-Z]/.test(last) ? found : undefined;
}

/**
 * Exceptions that only wrap the failure of something else, whose own words then say more: the end of a process, a command
 * that failed, a group, the last of several attempts.
 */
const WRAPPERS =
  /(?:^|\.)(?:SystemExit|CalledProcessError|BaseExceptionGroup|ExceptionGroup|AggregateError|RetryError|BrokenProcessPool|UnhandledPromiseRejection)\b/;

export function isWrapper(block: Pick<Block, "name">): boolean {
  return WRAPPERS.test(block.name);
}

/** The last line of a message that begins at `index`: it ends before an empty line, another block, or after 20 lines. */
export function endOfMessage(lines: readonly Line[], index: number): number {
  let last = index;
  while (last + 1 < lines.length && last - index < 20) {
    const next = lines[last + 1]?.text ?? "";
    if (
      next === "" ||
      next.includes("Traceback (most recent call last)") ||
      /^\S+ \S+ (?:INFO|DEBUG|WARNING)\b/.test(next)
    )
      break;
    last++;
  }
  return last;
}
