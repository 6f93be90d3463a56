import type { JsonValue } from "@operator/contract";

/**
 * Canonical JSON as the AgentPaaS audit log hashes it: what Go's `encoding/json` writes for the value, with object keys
 * in order of their UTF-8 bytes at every level. Source: AgentPaaS audit record; `vectors/audit-canonical.json`.
 */

/** Everything that Go escapes in a string, and surrogates, which need a look. */
const NEEDS_CARE = /["\\\u0000-\u001f<>&\u2028\u2029\ud800-\udfff]/;
const GO_ONLY = /[<>&\u2028\u2029]/g;

function goEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** A JSON string as Go writes it: HTML characters and line separators escaped, half surrogates replaced. */
function canonicalString(text: string): string {
  if (!NEEDS_CARE.test(text)) return `"${text}"`;
  return JSON.stringify(text.toWellFormed()).replace(GO_ONLY, goEscape);
}

/** A number as Go writes a float64. It differs from ECMAScript in negative zero alone. */
function canonicalNumber(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Order by UTF-8 bytes, which is order by code point; order by UTF-16 units differs above the surrogates. */
function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const xSurrogate = x >= 0xd800 && x <= 0xdfff;
    const ySurrogate = y >= 0xd800 && y <= 0xdfff;
    return xSurrogate === ySurrogate ? x - y : xSurrogate ? 1 : -1;
  }
  return a.length - b.length;
}

function sortedKeys(value: object): string[] {
  const keys = Object.keys(value);
  for (let i = 1; i < keys.length; i++) {
    // Go writes its maps sorted, so most objects need no sorting.
    if (byCodePoint(keys[i - 1] ?? "", keys[i] ?? "") > 0) return keys.sort(byCodePoint);
  }
  return keys;
}

/**
 * The canonical form of a JSON value.
 *
 * @throws RangeError when the value nests deeper than the stack; readers bound the depth before.
 */
export function canonicalJson(value: JsonValue): string {
  switch (typeof value) {
    case "string":
      return canonicalString(value);
    case "number":
      return canonicalNumber(value);
    case "boolean":
      return value ? "true" : "false";
  }
  if (value === null) return "null";
  if (Array.isArray(value)) {
    let items = "";
    for (const item of value) items += items === "" ? canonicalJson(item) : `,${canonicalJson(item)}`;
    return `[${items}]`;
  }
  let fields = "";
  for (const key of sortedKeys(value)) {
    const field = `${canonicalString(key)}:${canonicalJson(value[key] ?? null)}`;
    fields += fields === "" ? field : `,${field}`;
  }
  return `{${fields}}`;
}
