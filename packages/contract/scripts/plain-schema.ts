import { isDeepStrictEqual } from "node:util";
import type { JsonSchema } from "../src/json-schema.ts";

/** A schema, or `true` for anything and `false` for nothing. */
export type Schema = JsonSchema | boolean;

/** Keywords that say something to people and nothing about a value. */
const ANNOTATIONS: ReadonlySet<string> = new Set([
  "$schema",
  "$id",
  "$comment",
  "$defs",
  "title",
  "description",
  "examples",
]);

/** Keywords whose value maps names to schemas, so that no name in it is a keyword. */
const SCHEMA_MAPS: ReadonlySet<string> = new Set(["properties", "patternProperties", "dependentSchemas"]);

/** Keywords whose value is data, in which nothing is a keyword. */
const DATA: ReadonlySet<string> = new Set(["const", "enum", "required", "dependentRequired", "default"]);

export function isObject(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The schema without annotations, every reference replaced by what it refers to: two such schemas can be compared. */
export function plainSchema(document: JsonSchema): JsonSchema {
  const definitions = isObject(document.$defs) ? document.$defs : {};

  function target(reference: unknown, within: readonly string[]): JsonSchema {
    const name = typeof reference === "string" ? reference.replace(/^#\/\$defs\//, "") : "";
    const definition = definitions[name];
    if (!isObject(definition)) throw new Error(`the reference ${String(reference)} leads nowhere`);
    if (within.includes(name)) throw new Error(`the definition ${name} contains itself`);
    return plainObject(definition, [...within, name]);
  }

  function plain(value: unknown, within: readonly string[]): unknown {
    if (Array.isArray(value)) return value.map((item) => plain(item, within));
    return isObject(value) ? plainObject(value, within) : value;
  }

  /** What a reference and the keywords beside it say together; they may repeat each other, as generated ones do. */
  function merge(beside: Record<string, unknown>, referred: JsonSchema): void {
    for (const [keyword, value] of Object.entries(referred)) {
      if (Object.hasOwn(beside, keyword) && !isDeepStrictEqual(beside[keyword], value)) {
        throw new Error(`${keyword} stands beside a reference and says something else`);
      }
      beside[keyword] = value;
    }
  }

  function plainObject(schema: JsonSchema, within: readonly string[]): JsonSchema {
    const result: Record<string, unknown> = {};
    for (const [keyword, value] of Object.entries(schema)) {
      if (keyword === "$ref" || ANNOTATIONS.has(keyword)) continue;
      if (DATA.has(keyword)) result[keyword] = value;
      else if (SCHEMA_MAPS.has(keyword) && isObject(value)) {
        result[keyword] = Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item, within)]));
      } else result[keyword] = plain(value, within);
    }
    if (Object.hasOwn(schema, "$ref")) merge(result, target(schema.$ref, within));
    return result;
  }

  return plainObject(document, []);
}
