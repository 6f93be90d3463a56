import type { JsonObject } from "@operator/contract";
import { runNotFound } from "../../refusal.ts";
import { evidenceNotFound, evidencePurged } from "../refusals.ts";
import type { Resolver } from "./request.ts";
import { statedBy } from "./stated-by.ts";

/** Fields of a payload that place a span, and are no attributes of it. */
const PLACE = ["run_id", "span_id", "trace_id", "parent_span_id", "span_name"] as const;

function textIn(payload: JsonObject, ...fields: string[]): string | undefined {
  const values = fields.map((field) => payload[field]);
  return values.find((value) => typeof value === "string" && value !== "") as string | undefined;
}

/** The attributes that the event gives the span in so many words; else whatever else it says. */
function attributesOf(payload: JsonObject): JsonObject {
  const { attributes } = payload;
  if (typeof attributes === "object" && attributes !== null && !Array.isArray(attributes)) return attributes;
  return Object.fromEntries(Object.entries(payload).filter(([name]) => !(PLACE as readonly string[]).includes(name)));
}

/** A span as the latest event of the run states it. */
export const resolveSpan: Resolver<"span"> = async ({ tenant, runId, ref }, { span }, ports) => {
  const found = await ports.runs.evidence(tenant, runId, { kind: "stating", field: "span_id", name: span });
  if (found === undefined) return runNotFound();
  if (found.kind === "purged") return evidencePurged();
  const [latest] = found.kind === "stating" ? found.events : [];
  if (found.kind !== "stating" || latest === undefined) return evidenceNotFound();
  const { payload } = latest;
  const [trace, parent] = [textIn(payload, "trace_id"), textIn(payload, "parent_span_id", "parent_id")];
  const name = textIn(payload, "span_name", "name");
  return {
    type: "span",
    run_id: runId,
    ref,
    ...(trace === undefined ? {} : { trace_id: trace }),
    ...(parent === undefined ? {} : { parent_span_id: parent }),
    ...(name === undefined ? {} : { name }),
    attributes: attributesOf(payload),
    stated_by: statedBy(found.events),
  };
};
