import type { JsonObject, JsonValue } from "@operator/contract";

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path inside a value. */
export function valueAt(value: JsonValue | undefined, path: readonly PropertyKey[]): JsonValue | undefined {
  let found = value;
  for (const step of path) {
    if (Array.isArray(found)) found = typeof step === "number" ? found[step] : undefined;
    else
      found = isJsonObject(found) && typeof step === "string" && Object.hasOwn(found, step) ? found[step] : undefined;
  }
  return found;
}
