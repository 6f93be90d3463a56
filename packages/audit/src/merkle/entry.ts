import type { JsonValue } from "@operator/contract";
import { canonicalJson } from "../canonical-json.ts";

/** What a tenant's log says of something: what kind of thing, and what happened to it. */
export interface LogEntry {
  kind: string;
  body: JsonValue;
}

/** The text of an entry, which its leaf is the hash of: canonical JSON of `{"body", "kind"}`. */
export function entryText({ kind, body }: LogEntry): string {
  return canonicalJson({ body, kind });
}
