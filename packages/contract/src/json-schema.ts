import * as z from "zod";

export type JsonSchema = { readonly [keyword: string]: unknown };

/** A schema in pieces: itself, and everything with an id that it is made of. */
export interface JsonSchemaParts {
  readonly schema: JsonSchema;
  readonly definitions: Readonly<Record<string, JsonSchema>>;
}

const LOCAL_PREFIX = "#/$defs/";

/** Schemas refer to each other by prefix and id; this changes the prefix. */
function relink(value: unknown, prefix: string): unknown {
  if (Array.isArray(value)) return value.map((item) => relink(item, prefix));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === "$ref" && typeof item === "string" ? item.replace(LOCAL_PREFIX, prefix) : relink(item, prefix),
    ]),
  );
}

/**
 * A zod schema as JSON Schema 2020-12. What has an id becomes a definition that is referred to by `prefix` and id.
 *
 * @param io `input` for what a client sends, where fields with a default may be missing; `output` for what it gets
 */
export function toJsonSchema(schema: z.ZodType, io: "input" | "output", prefix = LOCAL_PREFIX): JsonSchemaParts {
  const generated = z.toJSONSchema(schema, { io, target: "draft-2020-12", reused: "inline", unrepresentable: "any" });
  const {
    $schema: _,
    $defs = {},
    ...rest
  } = relink(generated, prefix) as JsonSchema & { $defs?: Record<string, JsonSchema> };
  return { schema: rest, definitions: $defs };
}
