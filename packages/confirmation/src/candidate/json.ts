import type { JsonValue } from "@operator/contract";
import * as z from "zod";
import { MAX_JSON_CHARS, MAX_JSON_DEPTH } from "../limits.ts";
import { singleLine } from "../text/quote.ts";

/** SHA-256 over canonical JSON as `sha256:` and 64 hex digits; handed in, because it belongs to the audit log. */
export type Digest = (value: JsonValue) => string;

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

function isRecord(value: unknown): value is Record<string, unknown> {
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
    (value) => (typeof value === "string" || isRecord(value)) && sizeOf(value, MAX_JSON_DEPTH) <= MAX_JSON_CHARS,
    { error: `must be text or an object of at most ${MAX_JSON_CHARS} characters and ${MAX_JSON_DEPTH} levels` },
  )
  .meta({ type: ["object", "string"] });

/**
 * A decoded value as JSON: fields that are `undefined` are left out, as in the stored text.
 *
 * @throws TypeError when a value is not one that JSON can carry; schemas keep those out
 */
export function jsonOf(value: unknown): JsonValue {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return value;
  }
  if (Array.isArray(value)) return value.map(jsonOf);
  if (!isRecord(value)) throw new TypeError("not a JSON value");
  const defined = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(defined.map(([key, item]) => [key, jsonOf(item)]));
}
