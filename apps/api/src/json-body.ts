import { readStrictJson } from "@operator/contract";
import type * as z from "zod";
import { decodeUtf8 } from "./read-body.ts";
import { type Refusal, refuse } from "./refusal.ts";
import { safeName } from "./safe-name.ts";
import { schemaRefusal } from "./schema-refusal.ts";

/** What the strict reader found wrong with a JSON text; `place` says more about where, for a list of things. */
export function jsonRefusal(
  fault: { code: Refusal["refused"]; path: string; offset: number },
  place: { index?: number } = {},
): Refusal {
  const detail = `The JSON is refused at character ${fault.offset}.`;
  const field = fault.path === "" ? {} : { field: fault.path };
  return refuse(fault.code, detail, { errors: [{ code: fault.code, detail, ...field, ...place }] });
}

/** Reads a JSON body and checks it with the operation's schema. */
export function readJsonBody(bytes: Uint8Array, schema: z.ZodType): { value: unknown } | Refusal {
  const text = decodeUtf8(bytes);
  if (typeof text !== "string") return text;
  const json = readStrictJson(text, safeName);
  if (!json.ok) return jsonRefusal(json.fault);
  const parsed = schema.safeParse(json.value, { reportInput: true });
  return parsed.success ? { value: parsed.data } : schemaRefusal(parsed.error, "body");
}
