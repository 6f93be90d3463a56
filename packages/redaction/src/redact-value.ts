import { redactString } from "./engine.ts";
import type { JsonValue } from "./json-value.ts";
import { MAX_NAME_CHARS, MAX_REMEMBERED_NAMES, MAX_VALUE_DEPTH } from "./limits.ts";
import { classifyName, type NameStrength } from "./names/classify-name.ts";
import { REDACTED } from "./replacement.ts";
import { type RedactionReport, Tally } from "./report.ts";
import { HYPHEN, redactArgument, strengthOfFlag } from "./values/arguments.ts";
import { redactNamed } from "./values/redact-named.ts";

/**
 * Removes every secret from a JSON value: from its strings as `redactText` does, from the values of members with secret-like
 * names, from `["authorization", x]` pairs and `{"name": ..., "value": ...}` objects, and from the names of members.
 *
 * The shape stays: the same members in the same order, arrays of the same length, every string a string. Where nothing
 * was removed the very same reference is returned, at every level. Two names that become equal are told apart by a suffix,
 * so that no value is lost. What lies deeper than 1,500 levels is replaced whole.
 */
export function redactValue(value: JsonValue): JsonValue {
  return redactNode(value, "harmless", 0, undefined);
}

/** The same, with a count of what was removed per rule. The report never holds a secret or a part of one. */
export function redactValueWithReport(value: JsonValue): { value: JsonValue; report: RedactionReport } {
  const tally = new Tally();
  const redacted = redactNode(value, "harmless", 0, tally);
  return { value: redacted, report: tally.report() };
}

type Members = { [name: string]: JsonValue };

function redactNode(value: JsonValue, strength: NameStrength, depth: number, tally: Tally | undefined): JsonValue {
  if (typeof value === "string")
    return strength === "harmless" ? redactString(value, tally) : redactNamed(value, strength, tally);
  if (typeof value !== "object" || value === null) {
    return typeof value === "number" && strength === "password" && Math.abs(value) >= 1000 ? counted(tally) : value;
  }
  if (depth >= MAX_VALUE_DEPTH) return counted(tally);
  return Array.isArray(value)
    ? redactArray(value, strength, depth + 1, tally)
    : redactMembers(value, strength, depth + 1, tally);
}

function counted(tally: Tally | undefined): string {
  tally?.add("secret-member");
  return REDACTED;
}

/** Strengths that a container hands on to what it holds; weaker names say nothing about the members of an object. */
function inherited(strength: NameStrength): NameStrength {
  return strength === "password" || strength === "authorization" || strength === "cookie"
    ? "token"
    : strength === "token"
      ? "weak"
      : "harmless";
}

/** Headers and settings; a path or a line of JSON is no name. */
const NAME = /^[A-Za-z_:][\w.:-]*$/;

/** What the name in front says of each element: `["authorization", x]`, and flat lists of names and values as Node's rawHeaders. */
function pairedStrength(items: readonly JsonValue[], index: number): NameStrength {
  const name = items[index - 1];
  if (typeof name !== "string" || name.length > 64) return "harmless";
  if (name.charCodeAt(0) === HYPHEN) return strengthOfFlag(items, index, name);
  if (index % 2 === 0 || items.length % 2 !== 0 || !NAME.test(name)) return "harmless";
  const strength = classifyName(name);
  return strength === "password" && items.length > 2 ? "token" : strength;
}

/** BIP 39: a phrase as an array of its words. */
function isSeedPhrase(items: readonly JsonValue[]): boolean {
  const { length } = items;
  return (
    length >= 12 &&
    length <= 24 &&
    length % 3 === 0 &&
    items.every((item) => typeof item === "string" && /^[a-z]{3,8}$/.test(item))
  );
}

const KEY_BEGINS = /^\s*-----BEGIN [A-Z0-9 ]{0,40}(?:PRIVATE|SECRET) KEY(?: BLOCK)?-----\s*$/;
const KEY_LINE = /^\s*(?:[A-Za-z0-9+/=]{1,128}|[A-Z][A-Za-z-]{2,20}: .{0,120})?\s*$/;

/** Where the lines of a private key end that stand one by one in an array; `from` itself if none begins there. */
function keyLinesEnd(items: readonly JsonValue[], from: number): number {
  const first = items[from];
  if (typeof first !== "string" || !first.includes("-----BEGIN") || !KEY_BEGINS.test(first)) return from;
  let end = from + 1;
  for (; end < items.length; end += 1) {
    const line = items[end];
    if (typeof line !== "string") break;
    if (line.includes("-----END ")) return end + 1;
    if (!KEY_LINE.test(line)) break;
  }
  return end === from + 1 ? from : end;
}

function redactArray(items: JsonValue[], strength: NameStrength, depth: number, tally: Tally | undefined): JsonValue[] {
  if (strength === "password" && isSeedPhrase(items)) return items.map(() => counted(tally));
  let changed: JsonValue[] | undefined;
  const fallback = strength === "cookie" || strength === "authorization" ? strength : inherited(strength);
  let keyUntil = 0;
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index] ?? null;
    if (index >= keyUntil) keyUntil = keyLinesEnd(items, index);
    if (index < keyUntil) {
      changed ??= items.slice();
      changed[index] = counted(tally);
      continue;
    }
    const paired = typeof item === "string" ? pairedStrength(changed ?? items, index) : "harmless";
    const next =
      redactArgument(items, index, tally) ?? redactNode(item, paired === "harmless" ? fallback : paired, depth, tally);
    if (next !== item) {
      changed ??= items.slice();
      changed[index] = next;
    }
  }
  return changed ?? items;
}

const NAMING = [
  "name",
  "key",
  "Name",
  "Key",
  "header",
  "field",
  "param",
  "parameter",
  "variable",
  "env",
  "k",
  "label",
  "id",
  "path",
  "title",
  "type",
];
const VALUED: ReadonlySet<string> = new Set([
  "value",
  "Value",
  "val",
  "v",
  "content",
  "text",
  "data",
  "default",
  "secret",
  "plaintext",
  "stringValue",
  "string_value",
  "SecretString",
]);

/** The last segment of a JSON pointer, as a patch names the member (RFC 6902). */
const lastSegment = (pointer: string): string => pointer.slice(pointer.lastIndexOf("/") + 1);

/** What `{"name": "DB_PASSWORD", "value": x}` says of its value. */
function strengthOfNamed(members: Members): NameStrength {
  for (const naming of NAMING) {
    const name = members[naming];
    if (typeof name === "string" && name.length <= 64 && Object.hasOwn(members, naming)) {
      const named = redactString(naming === "path" ? lastSegment(name) : name, undefined);
      const strength = NAME.test(named) ? classifyName(named) : "harmless";
      if (strength !== "harmless") return strength;
    }
  }
  return "harmless";
}

/** RFC 7518 section 6: private members of a JSON Web Key. */
const PRIVATE_MEMBERS: ReadonlySet<string> = new Set(["d", "p", "q", "dp", "dq", "qi", "k"]);

/** Names that hold no secret themselves, with what they say of their values. */
const cleanNames = new Map<string, NameStrength>();

function strengthOfClean(name: string): NameStrength | undefined {
  const known = cleanNames.get(name);
  if (known !== undefined) return known;
  if (redactString(name, undefined) !== name) return undefined;
  const strength = classifyName(name);
  if (name.length > MAX_NAME_CHARS) return strength;
  if (cleanNames.size >= MAX_REMEMBERED_NAMES) cleanNames.clear();
  cleanNames.set(name, strength);
  return strength;
}

function strengthOfMember(members: Members, name: string, own: NameStrength, around: NameStrength): NameStrength {
  if (own !== "harmless" && own !== "vague") return own;
  if (PRIVATE_MEMBERS.has(name) && typeof members.kty === "string") return "password";
  if ((name === "data" || name === "stringData") && members.kind === "Secret") return "password";
  const handedOn = inherited(around);
  // Outputs of Terraform and settings of hosts say so themselves.
  if (VALUED.has(name) && (members.sensitive === true || members.secret === true)) return "password";
  if (VALUED.has(name)) {
    const named = strengthOfNamed(members);
    if (named !== "harmless") return named;
    return handedOn === "harmless" ? own : handedOn;
  }
  return handedOn === "token" && !isHarmlessMember(name) ? handedOn : own;
}

function redactMembers(members: Members, around: NameStrength, depth: number, tally: Tally | undefined): Members {
  let changed: Members | undefined;
  let renamed: Map<string, string> | undefined;
  for (const name in members) {
    const value = members[name] ?? null;
    const clean = strengthOfClean(name);
    const nextName = clean === undefined ? redactString(name, tally) : name;
    const next = redactNode(
      value,
      strengthOfMember(members, nextName, clean ?? classifyName(nextName), around),
      depth,
      tally,
    );
    if (nextName !== name) {
      renamed ??= new Map();
      renamed.set(name, nextName);
    }
    if (next !== value) {
      // A spread defines own members, `__proto__` too, so that the assignment finds one.
      changed ??= { ...members };
      changed[name] = next;
    }
  }
  return renamed === undefined ? (changed ?? members) : rename(changed ?? members, renamed);
}

/** Inside a credential object `{"id": ..., "type": ...}` describes it. */
function isHarmlessMember(name: string): boolean {
  return /^(?:id|type|name|kind|url|uri|host|user|username|email|scope|status|provider|region|path|version|description|service|header|mode|reason|label|source|method)s?$|_(?:id|at|type|name|url|count)$/.test(
    name,
  );
}

/** Builds the object anew under other names, own `__proto__` members included, and keeps names that became equal apart. */
function rename(members: Members, renamed: ReadonlyMap<string, string>): Members {
  const result: Members = {};
  const taken = new Set(Object.keys(members).filter((name) => !renamed.has(name)));
  for (const [before, value] of Object.entries(members)) {
    const name = renamed.get(before) ?? before;
    let unique = name;
    for (let suffix = 2; Object.hasOwn(result, unique) || (renamed.has(before) && taken.has(unique)); suffix += 1)
      unique = `${name}_${suffix}`;
    Object.defineProperty(result, unique, { value, writable: true, enumerable: true, configurable: true });
  }
  return result;
}
