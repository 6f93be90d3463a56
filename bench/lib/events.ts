/** Events as a runtime sends them, about 490 bytes each, from a seed. */
export type EventKind = "clean" | "noisy" | "secret";

export const RUN_ID = "run_01J9Z0BENCHMARK0000000000000";

/** When the first event happens. Events follow each other by 10 ms. */
export const START_MS = Date.UTC(2026, 6, 2, 9);

/** Where a body is changed from one request to the next: a number of this many digits. */
const COUNTER_DIGITS = 12;
const COUNTER_MARK = "#".repeat(COUNTER_DIGITS);

/** A small generator of numbers below 1 (mulberry32): the same seed gives the same bodies. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function text(random: () => number, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(Math.floor(random() * alphabet.length))).join("");
}

const HEX = "0123456789abcdef";
const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const WORDS =
  "page fetch parse model answer retry chunk index weather report station column forecast request table".split(" ");

function words(random: () => number, count: number): string {
  return Array.from({ length: count }, () => WORDS[Math.floor(random() * WORDS.length)]).join(" ");
}

function uuid(random: () => number): string {
  return [8, 4, 4, 4, 12].map((length) => text(random, HEX, length)).join("-");
}

function details(kind: EventKind, random: () => number): Record<string, string> {
  const detail = words(random, 22);
  switch (kind) {
    case "clean":
      return { detail, step: words(random, 9) };
    case "noisy":
      return {
        detail: `é ${words(random, 8)} → ${uuid(random)}`,
        url: `https://example.com/${uuid(random)}?page=${Math.floor(random() * 90)}`,
        trace: text(random, HEX, 32),
      };
    case "secret":
      return random() < 0.75
        ? {
            detail: words(random, 12),
            header: `Authorization: Bearer ${text(random, BASE62, 40)}`,
            step: words(random, 4),
          }
        : { detail, step: words(random, 9) };
  }
}

function event(kind: EventKind, random: () => number, place: number, startMs: number) {
  return {
    timestamp: new Date(startMs + place * 10).toISOString(),
    event_type: "progress",
    deployment_mode: "local",
    actor: "harness",
    payload: { run_id: RUN_ID, invocation_id: `inv_${place}`, counter: COUNTER_MARK, ...details(kind, random) },
  };
}

/** A batch of events as bytes, and where its counters stand. */
export interface BodyTemplate {
  bytes: Buffer;
  offsets: number[];
}

/** The body of a batch. Every event has a counter, so that no two bodies and no two events are the same. */
export function bodyTemplate(kind: EventKind, events: number, seed: number, startMs = START_MS): BodyTemplate {
  const random = numbers(seed);
  const bytes = Buffer.from(
    JSON.stringify({ events: Array.from({ length: events }, (_, place) => event(kind, random, place, startMs)) }),
  );
  const offsets: number[] = [];
  for (let at = bytes.indexOf(COUNTER_MARK); at !== -1; at = bytes.indexOf(COUNTER_MARK, at + 1)) offsets.push(at);
  return { bytes, offsets };
}

/** A copy of the body with a number in its counters. */
export function bodyWith(template: BodyTemplate, number: number): Buffer {
  const bytes = Buffer.from(template.bytes);
  const digits = String(number).padStart(COUNTER_DIGITS, "0");
  for (const offset of template.offsets) bytes.write(digits, offset, "latin1");
  return bytes;
}
