import * as z from "zod";
import { GO_ZERO_TIME } from "./time.ts";
import { SchemaVersion } from "./types/schema-version.ts";
import { isCompatibleVersion, SCHEMA_VERSION } from "./version.ts";

/**
 * What Go writes for a field that was never set: `null` for lists and pointers, the zero value for the rest. `false` is
 * not among them, because a boolean of the contract is never optional.
 */
function isGoEmpty(value: unknown): boolean {
  return (
    value === null ||
    value === "" ||
    value === 0 ||
    value === GO_ZERO_TIME ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** True for an optional field that holds Go's word for "not set". A field that takes this value as it is keeps it. */
function isUnset(field: z.core.$ZodType, value: unknown): boolean {
  return field._zod.def.type === "optional" && isGoEmpty(value) && !z.safeParse(field, value).success;
}

function normalise(schema: z.core.$ZodType, value: unknown): unknown {
  if (schema === SchemaVersion) return isCompatibleVersion(value) ? SCHEMA_VERSION : value;
  const { def } = schema._zod;
  switch (def.type) {
    case "optional":
      return normalise((def as z.core.$ZodOptionalDef).innerType, value);
    case "array": {
      if (value === null) return [];
      const { element } = def as z.core.$ZodArrayDef;
      return Array.isArray(value) ? value.map((item) => normalise(element, item)) : value;
    }
    case "object": {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
      const fields = value as Record<string, unknown>;
      const known: Record<string, unknown> = {};
      for (const [name, field] of Object.entries((def as z.core.$ZodObjectDef).shape)) {
        if (!Object.hasOwn(fields, name) || isUnset(field, fields[name])) continue;
        known[name] = normalise(field, fields[name]);
      }
      return known;
    }
    default:
      return value;
  }
}

/**
 * Reads a contract answer that something else wrote: the original's Go services, or a newer minor version. Tolerated are
 * `null` lists, zero times, empty values of optional fields, unknown fields and another minor version; the result is what
 * this package itself would have written. Everything else is held to `schema`: a value that a later version added to an
 * enum is refused, because there is nothing that it could be read as.
 *
 * @throws ZodError when the value still does not fit.
 */
export function readForeign<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  return schema.parse(normalise(schema, value));
}
