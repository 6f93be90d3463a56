import type { Line } from "../text/plain-lines.ts";
import { type Block, type Crash, endOfMessage, exceptionOf } from "./crash.ts";
import { frameOf } from "./frames.ts";

const HEADER = "Traceback (most recent call last):";
/** Before every line of a group of exceptions: bars and crosses that draw the tree. */
const TREE = /^ {0,24}(?:\| ?|\+ (?=Exception))/;
const TREE_RULE = /^ {0,24}\+[-+ \d]{4,}$/;
const DURING = "During handling of the above exception, another exception occurred:";
const BECAUSE = "The above exception was the direct cause of the following exception:";
/** How far behind an exception the next one of its chain may begin: messages of several lines stand in between. */
const CHAIN_REACH = 40;

/** The line without the tree of an exception group; a line that only draws the tree is empty. */
function untreed(line: Line): Line {
  const first = line.text.trimStart()[0];
  if (first !== "|" && first !== "+") return line;
  return { number: line.number, text: TREE_RULE.test(line.text) ? "" : line.text.replace(TREE, "") };
}

function blockAt(lines: readonly Line[], header: number): Block | undefined {
  const frames: Block["frames"] = [];
  for (let index = header + 1; index < lines.length; index++) {
    const line = lines[index] ?? { number: 0, text: "" };
    const frame = frameOf(line, index);
    if (frame !== undefined) frames.push(frame);
    if (line.text === "" || line.text.startsWith(" ")) continue;
    const exception = exceptionOf(line.text);
    if (exception === undefined) return undefined;
    return { first: header, exception: index, last: endOfMessage(lines, index), ...exception, frames };
  }
  return undefined;
}

function isHeader(line: Line | undefined): boolean {
  return line?.text.includes(HEADER) === true;
}

/** True when a sentence of Python says that the block which begins at `header` follows from the one before it. */
function isChained(lines: readonly Line[], before: Block, header: number): boolean {
  if (header - before.exception > CHAIN_REACH) return false;
  for (let index = before.exception + 1; index < header; index++) {
    const text = lines[index]?.text.trim();
    if (text === DURING || text === BECAUSE) return true;
  }
  return false;
}

/** The tracebacks of Python in a text, chains and groups taken together. */
export function pythonCrashes(raw: readonly Line[]): Crash[] {
  const lines = raw.map(untreed);
  const crashes: Crash[] = [];
  for (let index = 0; index < lines.length; index++) {
    if (!isHeader(lines[index])) continue;
    const block = blockAt(lines, index);
    if (block === undefined) continue;
    const open = crashes.at(-1);
    const before = open?.blocks.at(-1);
    const inGroup = before !== undefined && /Group$/.test(before.name) && index - before.last < 4;
    if (open !== undefined && before !== undefined && (inGroup || isChained(lines, before, index))) {
      // What a group holds is its cause, and is printed behind it.
      if (inGroup) open.blocks.unshift(block);
      else open.blocks.push(block);
      open.last = Math.max(open.last, block.last);
    } else {
      crashes.push({ blocks: [block], first: index, last: block.last });
    }
    index = block.exception;
  }
  return crashes;
}
