import { canonicalJson, toHex } from "@operator/audit";
import type { JsonValue } from "@operator/contract";
import { sha256 } from "./sha256.ts";

/** SHA-256 of a document's bytes, as `sha256:` and hex. */
export function documentDigest(text: string): string {
  return `sha256:${toHex(sha256(text))}`;
}

/** SHA-256 over the canonical JSON of a value, as `sha256:` and hex. */
export function digest(value: JsonValue): string {
  return `sha256:${toHex(sha256(canonicalJson(value)))}`;
}
