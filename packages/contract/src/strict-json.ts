import type { JsonValue } from "./audit-record.ts";
import { findJsonFault, type JsonFault } from "./json-fault.ts";
import { MAX_JSON_DEPTH } from "./limits.ts";

export type StrictJson = { ok: true; value: JsonValue } | { ok: false; fault: JsonFault };

/** Escapes that stand for a NUL or for half of a surrogate pair; they may also stand in harmless strings. */
const SUSPECT_ESCAPE = /\\u0000|\\ud[89a-f]/i;

/** A number that a double may not carry: one of 16 digits or more, or with an exponent that JSON.stringify would write too. */
const SUSPECT_NUMBER = /[:,[]-?(?:\d{16}|\d(?:\.\d+)?e\+)/;

/** True when a text that parses may hold something that its value, written again, would not show. */
function isSuspect(text: string): boolean {
  return text.includes("__proto__") || (text.includes("\\u") && SUSPECT_ESCAPE.test(text)) || SUSPECT_NUMBER.test(text);
}

function nestsDeeperThan(value: JsonValue, depth: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (depth === 0) return true;
  for (const item of Array.isArray(value) ? value : Object.values(value)) {
    if (typeof item === "object" && item !== null && nestsDeeperThan(item, depth - 1)) return true;
  }
  return false;
}

/**
 * A text that says nothing but what its value says. Writing the value again and getting the same text proves that no key
 * stood twice and no digit was lost; this is native code and many times faster than a scan of ours.
 */
function isPlain(text: string, value: JsonValue, maxDepth: number): boolean {
  return !isSuspect(text) && !nestsDeeperThan(value, maxDepth) && JSON.stringify(value) === text;
}

/**
 * Reads JSON without losing anything in silence. Refused, beyond what is no JSON: keys that stand twice, `__proto__` keys,
 * numbers outside of ±(2^53 - 1) or that a double would change, NUL characters, half surrogates, and nesting
 * deeper than `MAX_JSON_DEPTH`. The cost is linear in the text.
 *
 * @param maxDepth how deep arrays and objects may nest, the outermost being 1
 * @param nameKey how a key may be shown in a fault's path; keys are input, and input is not echoed unseen
 */
export function readStrictJson(
  text: string,
  nameKey: (key: string) => string = () => "*",
  maxDepth: number = MAX_JSON_DEPTH,
): StrictJson {
  let value: JsonValue;
  try {
    value = JSON.parse(text);
  } catch {
    return {
      ok: false,
      fault: findJsonFault(text, nameKey, maxDepth) ?? { code: "malformed_json", path: "", offset: 0 },
    };
  }
  if (isPlain(text, value, maxDepth)) return { ok: true, value };
  const fault = findJsonFault(text, nameKey, maxDepth);
  return fault === undefined ? { ok: true, value } : { ok: false, fault };
}
