import { limits } from "@operator/contract";

/** A line that says that something failed, in the words that runtimes, tools and languages use for it. */
const FAILURE =
  /\b(?:Traceback|[A-Z]\w{0,60}(?:Error|Exception|Exit)\b|Error:|error:|ERROR|FATAL|fatal:|panic:|npm ERR!|Killed|denied|refused)/;

/** UTF-16 units; each takes at most three bytes. */
const MAX_CHARS = Math.floor(limits.MAX_ATTACHED_EXCERPT_BYTES / 3);

interface Excerpt {
  text: string;
  /** The line of the whole that it begins with, from 1. */
  firstLine: number;
}

/** The last lines of a text that fit. */
function lastLines(text: string, firstLine: number): Excerpt {
  if (text.length <= MAX_CHARS) return { text, firstLine };
  const start = text.indexOf("\n", text.length - MAX_CHARS) + 1;
  const from = start === 0 ? text.length - MAX_CHARS : start;
  return { text: text.slice(from), firstLine: firstLine + feeds(text.slice(0, from)) };
}

function feeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

/** Where the last line that says that something failed ends in a text; -1 when none does. */
function endOfLastFailure(text: string): number {
  for (let end = text.length; end > 0; ) {
    const start = text.lastIndexOf("\n", end - 1) + 1;
    if (FAILURE.test(text.slice(start, Math.min(end, start + 2000)))) return end;
    end = start - 1;
  }
  return -1;
}

/**
 * Finds the piece of a log that says most of a failure, while its parts pass by: its end, or, where nothing in there says
 * that something failed, the lines up to the last one that does.
 */
export class ExcerptFinder {
  private tail: Excerpt = { text: "", firstLine: 1 };
  private failure: Excerpt | undefined;
  private isTailFailure = false;

  add(part: string): void {
    const text = this.tail.text + part;
    const { firstLine } = this.tail;
    const end = endOfLastFailure(text);
    if (end !== -1) this.failure = lastLines(text.slice(0, end), firstLine);
    this.tail = lastLines(text, firstLine);
    this.isTailFailure = FAILURE.test(this.tail.text);
  }

  excerpt(): Excerpt {
    return this.isTailFailure ? this.tail : (this.failure ?? this.tail);
  }
}
