import type { Line } from "../text/plain-lines.ts";
import { type Block, type Crash, exceptionOf, looseExceptionOf } from "./crash.ts";
import { frameOf } from "./frames.ts";

/** Lines between the name of an error and its first frame: a message of several lines, a list of requiring modules. */
const HEADER_REACH = 12;
/** Lines behind the frames that still belong to the error: its properties and causes. */
const PROPERTY_REACH = 16;
const CAUSE = /^ {2,12}\[?(?:cause|errors)\]?: (\S.*)$/;
/** How older versions print a rejection that nobody handled. */
const WARNED = /^\(node:\d{1,9}\) (?:UnhandledPromiseRejectionWarning: )?/;
const FRAME = /^ {1,12}at \S/;

function headerAbove(
  lines: readonly Line[],
  frame: number,
): { index: number; name: string; message: string } | undefined {
  for (let index = frame - 1; index >= Math.max(0, frame - HEADER_REACH); index--) {
    const text = lines[index]?.text ?? "";
    if (FRAME.test(text)) return undefined;
    const cause = CAUSE.exec(text)?.[1];
    const said = (cause ?? text).trim().replace(WARNED, "");
    // Directly above its frames any name is that of an exception.
    const exception = index === frame - 1 && /^[A-Z]/.test(said) ? exceptionOf(said) : looseExceptionOf(said);
    if (exception !== undefined) return { index, ...exception };
  }
  return undefined;
}

/** The index of the last line of a run of frames. */
function endOfFrames(lines: readonly Line[], from: number): number {
  let last = from;
  while (last + 1 < lines.length && FRAME.test(lines[last + 1]?.text ?? "")) last++;
  return last;
}

function blockAt(lines: readonly Line[], frame: number): Block | undefined {
  const header = headerAbove(lines, frame);
  if (header === undefined) return undefined;
  const last = endOfFrames(lines, frame);
  const frames: Block["frames"] = [];
  // A stack names the innermost frame first.
  for (let index = last; index >= frame; index--) {
    const found = frameOf(lines[index] ?? { number: 0, text: "" }, index);
    if (found !== undefined) frames.push(found);
  }
  const { index, name, message } = header;
  return { first: index, exception: index, last, name, message, frames };
}

/** The stacks of Node.js in a text, each with the causes that it prints behind itself. */
export function nodeCrashes(lines: readonly Line[]): Crash[] {
  const crashes: Crash[] = [];
  for (let index = 0; index < lines.length; index++) {
    if (!FRAME.test(lines[index]?.text ?? "")) continue;
    const block = blockAt(lines, index);
    index = endOfFrames(lines, index);
    if (block === undefined) continue;
    const open = crashes.at(-1);
    const isCause = CAUSE.test(lines[block.first]?.text ?? "");
    if (open !== undefined && isCause && block.first - open.last < PROPERTY_REACH) {
      open.blocks.unshift(block);
      open.last = block.last;
    } else {
      crashes.push({ blocks: [block], first: block.first, last: block.last });
    }
  }
  for (const [place, crash] of crashes.entries()) {
    const next = crashes[place + 1]?.first ?? lines.length;
    // Codes, host names and addresses stand in the properties behind the frames.
    while (crash.last + 1 < next && /^ {2,12}\S|^\}/.test(lines[crash.last + 1]?.text ?? "")) crash.last++;
    const outer = crash.blocks.at(-1);
    if (outer !== undefined) outer.last = Math.max(outer.last, outer.exception);
  }
  return crashes;
}
