import { isRecord, type JsonObject, readStrictJson } from "@operator/contract";

/** Reads the text of an entry of a tenant's log; `undefined` when it is none. */
export function readLeaf(leaf: string): { kind: string; body: JsonObject } | undefined {
  const read = readStrictJson(leaf);
  if (!read.ok || !isObject(read.value)) return undefined;
  const { kind, body } = read.value;
  return typeof kind === "string" && isObject(body) ? { kind, body } : undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return isRecord(value);
}
