import type { AuditRecord } from "@operator/contract";
import { checkEvent } from "../../apps/api/src/ingest/check-event.ts";
import { blocksOf, foldBatch, type RedactedEvent, redactEvent } from "../../apps/api/src/ingest/prepare.ts";
import { readEvents } from "../../apps/api/src/ingest/read-events.ts";
import { isRefusal } from "../../apps/api/src/refusal.ts";

const CALLER = {
  tenant: "bench",
  keyId: "key",
  principalId: "runtime",
  kind: "service" as const,
  scopes: ["events:write" as const],
  actors: ["harness"],
  relaysOtherActors: false,
};

/** The stages of an ingest in the Worker, each with what the one before it made of the body. */
function stagesOf(bytes: Uint8Array, runId: string): Record<string, () => unknown> {
  const read = readEvents(bytes, "application/json");
  if (isRefusal(read)) throw new Error("the benchmark's body was refused");
  const records = read.flatMap((item, index): AuditRecord[] => {
    const checked = "value" in item ? checkEvent(item.value, index, runId, CALLER) : item;
    return "record" in checked ? [checked.record] : [];
  });
  const events = records.flatMap((record, index): RedactedEvent[] => {
    const redacted = redactEvent(record, index);
    return "event" in redacted ? [redacted.event] : [];
  });
  return {
    "decode, parse, strict JSON": () => readEvents(bytes, "application/json"),
    "schema, run, actor": () =>
      read.map((item, index) => "value" in item && checkEvent(item.value, index, runId, CALLER)),
    "redact, canonical form": () => records.map(redactEvent),
    "blocks, digest": () => blocksOf(events),
    fold: () => foldBatch(events),
  };
}

/** Runs one stage many times; the clock of the Worker stands still, so that the caller takes the time. */
export function runStage(name: string, times: number, bytes: Uint8Array, runId: string): string {
  const stages = stagesOf(bytes, runId);
  const stage = stages[name];
  for (let time = 0; stage !== undefined && time < times; time++) stage();
  return JSON.stringify(Object.keys(stages));
}
