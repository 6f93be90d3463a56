import { AuditRecord, isRuntimeActor, type JsonValue } from "@operator/contract";
import type { Caller } from "../middleware/authentication.ts";
import { looksSecret } from "../safe-name.ts";
import { schemaErrors } from "../schema-refusal.ts";
import { isOrdinaryRecord } from "./ordinary-record.ts";
import type { Rejection } from "./read-events.ts";

/**
 * True when a key may send events of this actor. A key speaks for the actors that it names; one that relays passes on
 * every other actor, but never a runtime's: what a runtime states is fact, and facts need a key that may state them.
 */
export function maySpeakFor(caller: Caller, actor: string): boolean {
  return caller.actors.includes(actor) || (caller.relaysOtherActors && !isRuntimeActor(actor));
}

/**
 * Checks one event of a batch against the schema, its run and its sender.
 *
 * @param runId what its `payload.run_id` must be, `undefined` where it must have none
 */
export function checkEvent(
  value: JsonValue,
  index: number,
  runId: JsonValue | undefined,
  caller: Caller,
): { record: AuditRecord } | { rejection: Rejection } {
  const parsed = isOrdinaryRecord(value)
    ? { success: true as const, data: value }
    : AuditRecord.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    const [first] = schemaErrors(parsed.error, ["events", index]);
    const fault = first ?? { code: "invalid_request", detail: "does not fit the schema" };
    return { rejection: { ...fault, index } };
  }
  const record = parsed.data;
  if (record.payload.run_id !== runId) {
    const detail = "payload.run_id must equal the run of the path.";
    return { rejection: { index, code: "run_id_mismatch", detail, field: `events[${index}].payload.run_id` } };
  }
  if (!maySpeakFor(caller, record.actor)) {
    const detail = "The key may not speak for this actor.";
    return { rejection: { index, code: "actor_not_allowed", detail, field: `events[${index}].actor` } };
  }
  if (record.event_id !== undefined && looksSecret(record.event_id)) {
    const detail = "The event id looks like a secret; ids are kept as they are.";
    return { rejection: { index, code: "secret_in_identifier", detail, field: `events[${index}].event_id` } };
  }
  return { record };
}
