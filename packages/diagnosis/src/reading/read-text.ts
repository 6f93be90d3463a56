import type { Piece } from "../fold/report.ts";
import type { Rule, TextMatch } from "../rules/rule.ts";
import { type Line, plainLines } from "../text/plain-lines.ts";
import { type Block, type Crash, isWrapper, looseExceptionOf } from "./crash.ts";
import { type Hit, hitsIn } from "./match.ts";
import { nodeCrashes } from "./node.ts";
import { crashPieces, ownFrameOf, pieceOf } from "./pieces.ts";
import { pythonCrashes } from "./python.ts";

/** What a text says of the cause of a failure. */
export interface TextReading {
  rule: string;
  /** How much it says: see `STRENGTH`. */
  strength: number;
  line: number;
  facts: Record<string, string>;
  pieces: Piece[];
}

/** How much a reading says, from most to least. */
export const STRENGTH = {
  /** A recognised cause in the exception that ended the program. */
  crash: 5,
  /** A recognised cause in a line of its own. */
  line: 4,
  /** An exception that no rule knows, or a hint within it. */
  exception: 3,
  /** A line that names an exception. */
  loose: 2,
  /** A hint that counts where nothing else is known, or the wrapper of an unknown failure. */
  weak: 1,
} as const;

const EXCEPTION_RULE: Rule["id"] = "runtime.exception";
const NOISE =
  /^.{0,60}\b(?:WARN(?:ING)?|DEBUG|INFO|TRACE|NOTICE|warn(?:ing)?|debug|info|notice)\b|\b[Rr]etry(?:ing)?\b|will retry/;

/** A text with its crashes found. */
interface Scene {
  lines: Line[];
  crashes: Crash[];
  maxBytes: number;
}

function blockOf(crash: Crash, hit: Hit): Block | undefined {
  const inMessage = crash.blocks.find(({ exception, last }) => hit.index >= exception && hit.index <= last);
  if (inMessage !== undefined) return inMessage;
  const outer = crash.blocks.at(-1);
  // Properties that Node.js prints behind the frames.
  return outer !== undefined && hit.index > Math.max(...crash.blocks.map(({ last }) => last)) ? outer : undefined;
}

function crashFacts(crash: Crash, block: Block): Record<string, string> {
  const frame = ownFrameOf(crash, block);
  const surfaced = crash.blocks.at(-1);
  return {
    exception: block.name,
    ...(frame === undefined ? {} : { file: frame.file, line: frame.line }),
    ...(surfaced === undefined || surfaced === block || surfaced.name === block.name
      ? {}
      : { surfaced: surfaced.name }),
    ...(block.message === "" ? {} : { message: block.message }),
  };
}

function crashReading(
  scene: Scene,
  crash: Crash,
  block: Block,
  rule: string,
  strength: number,
  facts = {},
): TextReading {
  return {
    rule,
    strength,
    line: scene.lines[block.exception]?.number ?? 1,
    // Where there is little room, what the rule found comes first.
    facts: { ...facts, ...crashFacts(crash, block), ...facts },
    pieces: crashPieces(scene.lines, block, ownFrameOf(crash, block), scene.maxBytes),
  };
}

/** The recognised cause that stands first in the chain of a crash; the other exceptions of the chain add their facts. */
function causeIn(scene: Scene, crash: Crash, hits: readonly Hit[]): TextReading | undefined {
  const placed = hits.flatMap((hit) => {
    const block = blockOf(crash, hit);
    return block === undefined || hit.match.weak ? [] : [{ hit, block, depth: crash.blocks.indexOf(block) }];
  });
  const [first] = placed.sort((a, b) => a.depth - b.depth || a.hit.rank - b.hit.rank);
  if (first === undefined) return undefined;
  const last = first.hit.match.lastOfChain ? placed.findLast(({ hit }) => hit.rule === first.hit.rule) : undefined;
  const chosen = last ?? first;
  const kin = placed.filter(({ hit }) => hit.rule.category === chosen.hit.rule.category || hit.rule.connection);
  const facts = Object.assign({}, ...kin.map(({ hit }) => hit.facts).reverse(), chosen.hit.facts);
  return crashReading(scene, crash, chosen.block, chosen.hit.rule.id, STRENGTH.crash, facts);
}

function crashReadings(scene: Scene, hits: readonly Hit[]): TextReading | undefined {
  const crash = scene.crashes.at(-1);
  if (crash === undefined) return undefined;
  const cause = causeIn(scene, crash, hits);
  if (cause !== undefined) return cause;
  const block = crash.blocks.find((candidate) => !isWrapper(candidate));
  if (block === undefined) return undefined;
  const hint = hits.find((hit) => hit.match.weak && blockOf(crash, hit) !== undefined);
  const rule = hint?.rule.id ?? EXCEPTION_RULE;
  return crashReading(scene, crash, block, rule, STRENGTH.exception, hint?.facts);
}

function levelOf(scene: Scene, hit: Hit): number {
  if (scene.crashes.some(({ first, last }) => hit.index >= first && hit.index <= last)) return 0;
  return NOISE.test(scene.lines[hit.index]?.text ?? "") ? 1 : 2;
}

function lineReading(scene: Scene, hits: readonly Hit[], weak: boolean): TextReading | undefined {
  const ranked = hits
    .filter(({ match }) => (match.weak ?? false) === weak)
    .map((hit) => ({ hit, level: levelOf(scene, hit), facts: Object.keys(hit.facts).length }))
    .sort((a, b) => b.level - a.level || a.hit.rank - b.hit.rank || b.facts - a.facts || a.hit.index - b.hit.index);
  const hit = ranked[0]?.hit;
  if (hit === undefined) return undefined;
  const { before, after } = hit.match.excerpt ?? { before: 2, after: 2 };
  const piece = pieceOf(scene.lines, hit.index - before, hit.index + after, scene.maxBytes);
  return {
    rule: hit.rule.id,
    strength: weak ? STRENGTH.weak : STRENGTH.line,
    line: scene.lines[hit.index]?.number ?? 1,
    facts: hit.facts,
    pieces: piece === undefined ? [] : [piece],
  };
}

function looseReading(scene: Scene): TextReading | undefined {
  for (let index = scene.lines.length - 1; index >= 0; index--) {
    const { text, number } = scene.lines[index] ?? { text: "", number: 0 };
    const exception = looseExceptionOf(text);
    if (exception === undefined || exception.name.endsWith("Warning") || isWrapper(exception)) continue;
    const piece = pieceOf(scene.lines, index - 2, index + 1, scene.maxBytes);
    const { name, message } = exception;
    return {
      rule: EXCEPTION_RULE,
      strength: STRENGTH.loose,
      line: number,
      facts: { exception: name, ...(message === "" ? {} : { message }) },
      pieces: piece === undefined ? [] : [piece],
    };
  }
  return undefined;
}

function wrapperReading(scene: Scene): TextReading | undefined {
  const crash = scene.crashes.at(-1);
  const block = crash?.blocks[0];
  if (crash === undefined || block === undefined) return undefined;
  return crashReading(scene, crash, block, EXCEPTION_RULE, STRENGTH.weak);
}

function readHits(scene: Scene, hits: readonly Hit[]): TextReading | undefined {
  return (
    crashReadings(scene, hits) ??
    lineReading(scene, hits, false) ??
    looseReading(scene) ??
    lineReading(scene, hits, true) ??
    wrapperReading(scene)
  );
}

/**
 * Reads an error text for the cause of a failure. The exception that ended the program comes first: the recognised cause
 * in its chain, else the exception itself. Where it only wraps a failure, or where there is none, lines of their own count:
 * errors before warnings.
 *
 * What the tools that set a run up say counts only if the agent never began, which one text cannot tell; so where they
 * decide there is a second reading without them.
 */
export function readText(text: string, maxBytes: number, hears: (match: TextMatch) => boolean): TextReading[] {
  const lines = plainLines(text);
  const crashes = [...pythonCrashes(lines), ...nodeCrashes(lines)].sort((a, b) => a.last - b.last);
  const scene = { lines, crashes, maxBytes };
  const searched = text.includes("\u001b") ? lines.map((line) => line.text).join("\n") : text;
  const hits = hitsIn(searched, lines, hears);
  const reading = readHits(scene, hits);
  const isSetup = ({ match }: Hit) => match.voice === "setup";
  const decides = hits.some((hit) => isSetup(hit) && hit.rule.id === reading?.rule);
  const other = decides
    ? readHits(
        scene,
        hits.filter((hit) => !isSetup(hit)),
      )
    : undefined;
  return [reading, other].filter((found) => found !== undefined);
}
