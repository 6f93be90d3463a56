import { type AuditRecord, isEventTime, type JsonValue } from "@operator/contract";

const SHA256_HEX = /^[0-9a-f]{64}$/;
const EVENT_ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/;

function isText(value: JsonValue | undefined, maxChars: number): boolean {
  return typeof value === "string" && value !== "" && value.length <= maxChars;
}

/** The source's chain, all of it or nothing. */
function hasOrdinaryChain(fields: { [name: string]: JsonValue }, names: number): { ok: boolean; fields: number } {
  const { seq, prev_hash: prev, record_hash: hash } = fields;
  if (seq === undefined && prev === undefined && hash === undefined) return { ok: true, fields: names };
  const ok =
    Number.isSafeInteger(seq) &&
    Number(seq) >= 1 &&
    typeof hash === "string" &&
    SHA256_HEX.test(hash) &&
    (prev === "" || (typeof prev === "string" && SHA256_HEX.test(prev)));
  return { ok, fields: names + 3 };
}

/**
 * A quick yes for records that are surely valid, as almost all are: whatever this takes, the contract's schema takes too,
 * unchanged (a test compares them). A record that it does not take may still be valid; the schema decides then, and words
 * what is wrong. Where the runtime forbids generated code, this is several times faster than the schema.
 */
export function isOrdinaryRecord(value: JsonValue): value is AuditRecord & { [name: string]: JsonValue } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { timestamp, event_type, deployment_mode, actor, payload, event_id } = value;
  if (typeof timestamp !== "string" || !isEventTime(timestamp)) return false;
  if (!isText(event_type, 128) || !isText(actor, 256)) return false;
  if (deployment_mode !== "local" && deployment_mode !== "hosted") return false;
  if (typeof payload !== "object" || payload === null || Array.isArray(payload)) return false;
  if (event_id !== undefined && !(typeof event_id === "string" && EVENT_ID.test(event_id))) return false;
  const chain = hasOrdinaryChain(value, event_id === undefined ? 5 : 6);
  // Every field was looked at: one more is one that the schema does not know, or one that only the schema judges.
  return chain.ok && Object.keys(value).length === chain.fields;
}
