import * as z from "zod";
import type { JsonValue } from "../audit-record.ts";
import { MAX_CHANGE_CHARS, MAX_CHANGE_DEPTH } from "../limits.ts";
import { singleLine } from "../text/quote.ts";

/** A digest as it is written. */
export const Sha256 = z.string().regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 lower-case hex digits");

/**
 * Bounded text that is its own digest's only source: half a surrogate pair is refused, because canonical JSON replaces it
 * and two different texts would have the same digest.
 */
export function boundedText(maxChars: number) {
  return z
    .string()
    .min(1)
    .max(maxChars)
    .refine((text) => text.isWellFormed(), { error: "holds half of a surrogate pair" });
}

/**
 * Bounded text on one line without anything that a reviewer would not see: what names a destination must not show as
 * another one.
 */
export function visibleText(maxChars: number) {
  return boundedText(maxChars).refine((text) => singleLine(text) === text, {
    error: "must be one line of visible characters",
  });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Characters that a value takes, about as JSON counts them; `Infinity` for what is no JSON or does not survive being stored. */
function sizeOf(value: unknown, depth: number): number {
  switch (typeof value) {
    case "boolean":
      return 5;
    case "number":
      // JSON.stringify turns -0 into 0: the stored bytes would have another digest than the reviewed ones.
      return Number.isFinite(value) && !Object.is(value, -0) ? String(value).length : Number.POSITIVE_INFINITY;
    case "string":
      return value.isWellFormed() ? value.length + 2 : Number.POSITIVE_INFINITY;
  }
  if (value === null) return 4;
  if (depth === 0) return Number.POSITIVE_INFINITY;
  const entries = Array.isArray(value) ? value.map((item) => ["", item] as const) : entriesOf(value);
  if (entries === undefined) return Number.POSITIVE_INFINITY;
  let size = 2;
  for (const [key, item] of entries) size += key.length + 4 + sizeOf(item, depth - 1);
  return size;
}

function entriesOf(value: unknown): [string, unknown][] | undefined {
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value);
  return entries.every(([key]) => key !== "__proto__" && key.isWellFormed()) ? entries : undefined;
}

/** A JSON object or text, bounded in size and depth, that is the same bytes after it was stored and read. */
export const BoundedJson = z
  .custom<JsonValue>(
    (value) => (typeof value === "string" || isRecord(value)) && sizeOf(value, MAX_CHANGE_DEPTH) <= MAX_CHANGE_CHARS,
    { error: `must be text or an object of at most ${MAX_CHANGE_CHARS} characters and ${MAX_CHANGE_DEPTH} levels` },
  )
  .meta({ type: ["object", "string"] });
