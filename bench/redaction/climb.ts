// Climbs towards the slowest text that can be put together from anchors, escapes, folds and long runs, and prints what it found.
// Run: node bench/redaction/climb.ts [seed] [seconds]

import { redactText } from "../../packages/redaction/src/index.ts";
import { HOSTILE_CHARS, hostileTexts } from "../../packages/redaction/src/testing/hostile.ts";
import { BASE62, HEX, Random } from "../../packages/redaction/src/testing/random.ts";

const seed = Number(process.argv[2] ?? 1);
const seconds = Number(process.argv[3] ?? 60);
const random = new Random(seed);
const pieces = hostileTexts(64).map(({ text, name }) => text.slice(0, Math.max(3, name.length - 2)));
const SIGNS = [
  "\n",
  "\r\n",
  " ",
  "\\",
  '"',
  "'",
  "=",
  ":",
  "%",
  "&",
  ";",
  "\\u005c",
  "%25",
  "&#8203;",
  "\u200b",
  "=\n",
];
const KEPT = 24;
const CLIMBED_CHARS = HOSTILE_CHARS / 4;

type Candidate = { text: string; millis: number };

/** Repeats the seed text, or shuffles its pieces without a period. */
const grown = (parts: readonly string[], length: number, shuffled: boolean): string => {
  let text = "";
  for (let i = 0; text.length < length; i += 1) text += shuffled ? random.pick(parts) : (parts[i % parts.length] ?? "");
  return text.slice(0, length);
};

/** Milliseconds of this process: other processes on the machine do not count. */
function millisOf(text: string, rounds: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const before = process.cpuUsage();
    redactText(text);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

function invent(): string[] {
  return Array.from({ length: random.between(1, 6) }, () => {
    const kind = random.below(10);
    if (kind < 6) return random.pick(pieces);
    if (kind < 9) return random.pick(SIGNS);
    return random.characters(random.pick([BASE62, HEX]), random.between(8, 80));
  });
}

function changed(parts: readonly string[]): string[] {
  const copy = [...parts];
  const at = random.below(copy.length);
  const kind = random.below(4);
  if (kind === 0) copy[at] = random.pick(pieces);
  else if (kind === 1) copy.splice(at, 0, random.pick(SIGNS));
  else if (kind === 2 && copy.length > 1) copy.splice(at, 1);
  else copy.splice(at, 0, random.pick(pieces));
  return copy.slice(0, 10);
}

let best: (Candidate & { parts: string[]; shuffled: boolean })[] = [];
let tried = 0;
for (const end = performance.now() + seconds * 1000; performance.now() < end; tried += 1) {
  const from = best.length < KEPT || random.below(3) === 0 ? undefined : random.pick(best);
  const parts = from === undefined ? invent() : changed(from.parts);
  const shuffled = from?.shuffled ?? random.below(2) === 0;
  if (parts.join("") === "") continue;
  const text = grown(parts, CLIMBED_CHARS, shuffled);
  const millis = millisOf(text, 2);
  if (best.length < KEPT || millis > (best.at(-1)?.millis ?? 0))
    best = [...best, { parts, shuffled, text, millis }].sort((a, b) => b.millis - a.millis).slice(0, KEPT);
}

const full = best
  .map((candidate) => {
    const text = grown(candidate.parts, HOSTILE_CHARS, candidate.shuffled);
    return { ...candidate, text, millis: millisOf(text, 4) };
  })
  .sort((a, b) => b.millis - a.millis);
console.log(`${tried} texts tried, seed ${seed}; the slowest at ${HOSTILE_CHARS / 1024} KiB`);
for (const { parts, shuffled, text, millis } of full.slice(0, 8)) {
  const twice = millisOf(text + text, 2) / millis;
  console.log(
    `  ${millis.toFixed(1).padStart(6)} ms   twice the length: ${twice.toFixed(2)} x   ${shuffled ? "shuffled" : "repeated"} ${JSON.stringify(parts).slice(0, 160)}`,
  );
}
