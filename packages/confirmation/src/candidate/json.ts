import { isRecord, type JsonValue } from "@operator/contract";

/** SHA-256 over canonical JSON as `sha256:` and 64 hex digits; handed in, because it belongs to the audit log. */
export type Digest = (value: JsonValue) => string;

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
