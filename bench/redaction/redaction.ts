// Prints what redaction removes, what it keeps and what it costs, next to what it is measured against.
// Run: node bench/redaction/redaction.ts [seed]

import { redactText, redactValue } from "../../packages/redaction/src/index.ts";
import { CONTEXTS } from "../../packages/redaction/src/testing/contexts.ts";
import { HOSTILE_CHARS, hostileTexts } from "../../packages/redaction/src/testing/hostile.ts";
import { LOOK_ALIKES } from "../../packages/redaction/src/testing/look-alikes.ts";
import { Random } from "../../packages/redaction/src/testing/random.ts";
import { formatCount, type SampleKind, sampleKinds, survives } from "../../packages/redaction/src/testing/samples.ts";
import { encodedParts, TRANSFORMS } from "../../packages/redaction/src/testing/transforms.ts";
import { oneAlternation, oneByOne, secretlint } from "./baselines.ts";
import { events } from "./events.ts";

const seed = Number(process.argv[2] ?? 1);
const KINDS = sampleKinds();
/** Secretlint is slow: every fourth kind tells its share as well. */
const EVERY_FOURTH = KINDS.filter((_, index) => index % 4 === 0);
const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`.padStart(9);

type Redact = (text: string) => string | Promise<string>;

async function recall(redact: Redact, kinds: readonly SampleKind[] = KINDS): Promise<Map<string, [number, number]>> {
  const counts = new Map<string, [number, number]>();
  const count = (name: string, removed: boolean): void => {
    const [part, whole] = counts.get(name) ?? [0, 0];
    counts.set(name, [part + (removed ? 1 : 0), whole + 1]);
  };
  const random = new Random(seed);
  for (const context of CONTEXTS) {
    for (const kind of kinds) {
      const sample = kind.make(random);
      const secret = context.name === "JSON line" ? JSON.stringify(sample.secret).slice(1, -1) : sample.secret;
      const removed = !survives(secret, await redact(context.wrap(sample.text, random)));
      count("all", removed);
      count(`family ${sample.family}`, removed);
      count(`context ${context.name}`, removed);
    }
  }
  return counts;
}

async function kept(redact: Redact): Promise<[number, number]> {
  const random = new Random(seed);
  let same = 0;
  let whole = 0;
  for (const context of CONTEXTS) {
    for (const lookAlike of LOOK_ALIKES) {
      for (let round = 0; round < 2; round += 1) {
        const text = context.wrap(lookAlike.make(random), random);
        whole += 1;
        if ((await redact(text)) === text) same += 1;
      }
    }
  }
  return [same, whole];
}

function transformed(): void {
  const random = new Random(seed);
  for (const transform of TRANSFORMS) {
    let removed = 0;
    let whole = 0;
    for (const kind of KINDS) {
      const sample = kind.make(random);
      if (transform.holds?.(sample.text) === false) continue;
      const redacted = redactText(`INFO data ${transform.apply(sample.text)} end`);
      whole += 1;
      if (!encodedParts(transform, sample).some((part) => redacted.includes(part))) removed += 1;
    }
    console.log(`  ${transform.name.padEnd(44)} ${percent(removed, whole)}`);
  }
}

/** Interleaved rounds, so that what disturbs one contender disturbs all; microseconds per event, the least of each. */
async function race(
  contenders: Record<string, { run: () => void | Promise<void>; items: number }>,
  rounds: number,
): Promise<Map<string, number>> {
  const times = new Map<string, number[]>(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < rounds + 2; round += 1) {
    for (const [name, { run, items }] of Object.entries(contenders)) {
      const start = performance.now();
      await run();
      if (round >= 2) times.get(name)?.push(((performance.now() - start) * 1000) / items);
    }
  }
  return new Map([...times].map(([name, measured]) => [name, Math.min(...measured)]));
}

async function speed(title: string, secrets: number): Promise<void> {
  const values = events(2_000, secrets);
  const texts = values.map((value) => JSON.stringify(value));
  const few = texts.slice(0, 100);
  const bytes = texts.reduce((sum, text) => sum + text.length, 0) / texts.length;
  const micros = await race(
    {
      "redactValue, parsed event": {
        run: () => values.forEach((value) => void redactValue(value)),
        items: values.length,
      },
      "redactText, JSON line": { run: () => texts.forEach((text) => void redactText(text)), items: texts.length },
      "recognisers one by one": { run: () => few.forEach((text) => void oneByOne(text)), items: few.length },
      "one alternation": { run: () => few.forEach((text) => void oneAlternation(text)), items: few.length },
      "secretlint preset": {
        run: async () => {
          for (const text of few.slice(0, 20)) await secretlint(text);
        },
        items: 20,
      },
    },
    9,
  );
  const value = micros.get("redactValue, parsed event") ?? 1;
  const text = micros.get("redactText, JSON line") ?? 1;
  console.log(`\n${title} (${bytes.toFixed(0)} bytes an event)`);
  for (const [name, taken] of micros) {
    console.log(
      `  ${name.padEnd(28)} ${taken.toFixed(2).padStart(9)} us/event ${(bytes / taken).toFixed(1).padStart(8)} MB/s   ${(taken / text).toFixed(2).padStart(7)} x redactText ${(taken / value).toFixed(2).padStart(8)} x redactValue`,
    );
  }
}

function hostile(): void {
  const time = (text: string): number => {
    const start = performance.now();
    redactText(text);
    return performance.now() - start;
  };
  const measured = hostileTexts().map(({ name, text }) => {
    time(text);
    const once = Math.min(time(text), time(text), time(text));
    return { name, once, text };
  });
  measured.sort((a, b) => b.once - a.once);
  console.log(
    `\nHostile text, ${HOSTILE_CHARS / 1024} KiB: ${measured.length} kinds, ${measured.filter(({ once }) => once < 50).length} of them under 50 ms; the slowest`,
  );
  for (const { name, once, text } of measured.slice(0, 8)) {
    const doubled = text + text;
    const twice = Math.min(time(doubled), time(doubled), time(doubled));
    console.log(
      `  ${name.padEnd(44)} ${once.toFixed(1).padStart(7)} ms   twice the length: ${(twice / once).toFixed(2)} x`,
    );
  }
}

const counts = await recall(redactText);
console.log(
  `${formatCount()} formats, ${LOOK_ALIKES.length} look-alikes, ${TRANSFORMS.length} transforms, seed ${seed}\n\nRemoved`,
);
for (const [name, [part, whole]] of counts) console.log(`  ${name.padEnd(44)} ${percent(part, whole)} of ${whole}`);
console.log("\nRemoved when written as");
transformed();
console.log("\nOn both sides                                   removed  look-alikes kept");
for (const [name, redact] of [
  ["this engine", redactText],
  ["secretlint preset", secretlint],
] as const) {
  const [part, whole] = (name === "this engine" ? counts : await recall(redact, EVERY_FOURTH)).get("all") ?? [0, 1];
  const [same, all] = await kept(redact);
  console.log(`  ${name.padEnd(44)} ${percent(part, whole)} ${percent(same, all)}`);
}
await speed("Clean events", 0);
await speed("Secret-rich events, 0.75 secrets each", 0.75);
hostile();
