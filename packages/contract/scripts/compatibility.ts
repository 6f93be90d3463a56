import { isDeepStrictEqual } from "node:util";
import type { JsonSchema } from "../src/json-schema.ts";
import { isObject, plainSchema, type Schema } from "./plain-schema.ts";

/** A change that is no addition: where (a path of keywords and names from the root), what, and the facts of it. */
export type BreakingChange = { readonly at: string } & (
  | { readonly kind: "property_removed"; readonly property: string }
  | { readonly kind: "property_now_required"; readonly property: string }
  | { readonly kind: "property_no_longer_required"; readonly property: string }
  | { readonly kind: "property_constrained"; readonly property: string }
  | { readonly kind: "enum_value_removed"; readonly value: unknown }
  | { readonly kind: "constraint_changed"; readonly keyword: string; readonly before: unknown; readonly after: unknown }
);

type Fault<Kind = BreakingChange> = Kind extends BreakingChange ? Omit<Kind, "at"> : never;

/** Keywords whose value is one schema that holds for a part of the value, or for all of it. */
const SUBSCHEMA: ReadonlySet<string> = new Set(["items", "additionalProperties", "contains"]);

/** Keywords whose value is a list of schemas. */
const SUBSCHEMAS: ReadonlySet<string> = new Set(["anyOf", "oneOf", "allOf", "prefixItems"]);

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** The values that a schema names one by one; a `const` is an `enum` of one. */
function namedValues(schema: JsonSchema): readonly unknown[] | undefined {
  if (Object.hasOwn(schema, "const")) return [schema.const];
  return Array.isArray(schema.enum) ? schema.enum : undefined;
}

function* comparedValues(before: JsonSchema, after: JsonSchema): Generator<Fault> {
  const [old, now] = [namedValues(before), namedValues(after)];
  if (old === undefined || now === undefined) {
    if (old !== now) yield { kind: "constraint_changed", keyword: "enum", before: old, after: now };
    return;
  }
  for (const value of old) {
    if (!now.some((other) => isDeepStrictEqual(other, value))) yield { kind: "enum_value_removed", value };
  }
}

function* comparedRequired(before: JsonSchema, after: JsonSchema): Generator<Fault> {
  const [old, now] = [texts(before.required), texts(after.required)];
  for (const property of now) if (!old.includes(property)) yield { kind: "property_now_required", property };
  for (const property of old) if (!now.includes(property)) yield { kind: "property_no_longer_required", property };
}

function* comparedProperties(before: JsonSchema, after: JsonSchema, at: string): Generator<BreakingChange> {
  const old = isObject(before.properties) ? before.properties : {};
  const now = isObject(after.properties) ? after.properties : {};
  for (const [property, schema] of Object.entries(old)) {
    if (!Object.hasOwn(now, property)) yield { at, kind: "property_removed", property };
    else yield* compared(schema as Schema, now[property] as Schema, `${at}/properties/${property}`);
  }
  // An object that is open took the new property before, with any value.
  if (before.additionalProperties === false) return;
  for (const [property, schema] of Object.entries(now)) {
    if (!Object.hasOwn(old, property) && schema !== true) yield { at, kind: "property_constrained", property };
  }
}

function* comparedKeyword(keyword: string, old: unknown, now: unknown, at: string): Generator<BreakingChange> {
  if (SUBSCHEMA.has(keyword) && isObject(old) && isObject(now)) {
    yield* compared(old, now, `${at}/${keyword}`);
  } else if (SUBSCHEMAS.has(keyword) && Array.isArray(old) && Array.isArray(now) && old.length === now.length) {
    for (const [index, schema] of old.entries()) yield* compared(schema, now[index], `${at}/${keyword}/${index}`);
  } else if (!isDeepStrictEqual(old, now)) {
    yield { at, kind: "constraint_changed", keyword, before: old, after: now };
  }
}

const COMPARED_APART: ReadonlySet<string> = new Set(["const", "enum", "required", "properties"]);

function* compared(before: Schema, after: Schema, at: string): Generator<BreakingChange> {
  if (!isObject(before) || !isObject(after)) {
    if (!isDeepStrictEqual(before, after)) yield { at, kind: "constraint_changed", keyword: "schema", before, after };
    return;
  }
  for (const fault of comparedValues(before, after)) yield { at, ...fault };
  for (const fault of comparedRequired(before, after)) yield { at, ...fault };
  yield* comparedProperties(before, after, at);
  for (const keyword of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (!COMPARED_APART.has(keyword)) yield* comparedKeyword(keyword, before[keyword], after[keyword], at);
  }
}

/**
 * What changed from one JSON Schema to another other than by addition. Additions are an optional property of a closed
 * object, a value of an enum, and whatever only people read. Everything else is named, in both directions: a looser
 * schema breaks those who read what it describes, a tighter one those who write it.
 */
export function breakingChanges(before: JsonSchema, after: JsonSchema): BreakingChange[] {
  return [...compared(plainSchema(before), plainSchema(after), "")];
}

/** A breaking change in one line. */
export function describeChange(change: BreakingChange): string {
  const { at, kind, ...facts } = change;
  return `${at === "" ? "/" : at}: ${kind} ${JSON.stringify(facts)}`;
}
