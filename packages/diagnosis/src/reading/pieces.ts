import type { Piece } from "../fold/report.ts";
import { clip, jsonLength } from "../text/clip.ts";
import type { Line } from "../text/plain-lines.ts";
import type { Block, Crash } from "./crash.ts";
import { type Frame, isOwn } from "./frames.ts";

/** Lines between a frame and its exception that still are shown in one piece. */
const JOINED_LINES = 9;
const MAX_LINE_BYTES = 260;

/** The lines from one index to another as a piece of at most `maxBytes`; it ends early where the budget or the text does. */
export function pieceOf(lines: readonly Line[], from: number, to: number, maxBytes: number): Piece | undefined {
  const first = lines[Math.max(0, from)];
  if (first === undefined) return undefined;
  const shown: string[] = [];
  let left = maxBytes;
  let last = first.number;
  for (let index = Math.max(0, from); index <= to; index++) {
    const line = lines[index];
    // A long text is not read whole: a piece never spans the part that was left out.
    if (line === undefined || line.number > last + 1) break;
    const text = clip(line.text, MAX_LINE_BYTES);
    const bytes = jsonLength(text);
    if (shown.length > 0 && bytes > left) break;
    shown.push(clip(text, left));
    left -= bytes;
    last = line.number;
  }
  return { first: first.number, last, content: shown.join("\n") };
}

/** The last lines of pieces that fit into `maxBytes`: what an exception says stands last. */
export function lastLines(pieces: readonly Piece[], maxBytes: number): Piece[] {
  const [piece] = pieces;
  const lines = piece?.content.split("\n") ?? [];
  let left = maxBytes;
  const kept: string[] = [];
  for (const line of lines.toReversed()) {
    left -= jsonLength(line);
    if (left < 0) break;
    kept.unshift(line);
  }
  return piece === undefined || kept.length === 0
    ? []
    : [{ first: piece.last - kept.length + 1, last: piece.last, content: kept.join("\n") }];
}

/** The innermost frame of the agent's own code: in the exception itself, else in what it surfaced as. */
export function ownFrameOf(crash: Crash, block: Block): Frame | undefined {
  for (const candidate of crash.blocks.slice(crash.blocks.indexOf(block))) {
    const own = candidate.frames.filter(isOwn).at(-1);
    if (own !== undefined) return own;
  }
  return undefined;
}

/** The pieces that show an exception: where it was raised, and what it says. */
export function crashPieces(lines: readonly Line[], block: Block, frame: Frame | undefined, maxBytes: number): Piece[] {
  const end = Math.min(block.last, block.exception + 4);
  const inBlock = frame !== undefined && frame.index >= block.first && frame.index <= block.last;
  if (frame !== undefined && inBlock && Math.abs(block.exception - frame.index) <= JOINED_LINES) {
    const piece = pieceOf(lines, Math.min(frame.index, block.exception), Math.max(frame.index, end), maxBytes);
    // A piece that has no room for the exception itself shows too little.
    if (piece !== undefined && piece.last >= (lines[block.exception]?.number ?? 0)) return [piece];
  }
  const said = pieceOf(lines, block.exception, end, Math.floor(maxBytes * 0.6));
  const raised =
    frame === undefined ? undefined : pieceOf(lines, frame.index, frame.index + 1, Math.floor(maxBytes * 0.3));
  return [said, raised].filter((piece) => piece !== undefined);
}
