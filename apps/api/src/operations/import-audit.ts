import { limits } from "@operator/contract";
import type { Handler } from "../handler.ts";
import { importLog } from "../ingest/import.ts";
import { readStream } from "../read-body.ts";
import { isRefusal } from "../refusal.ts";

/** Stores the runs of a source's whole log. */
export const importAudit: Handler<"importAudit"> = async ({ rawBody, caller }, ports) => {
  const { stream } = rawBody;
  const bytes = stream === null ? new Uint8Array() : await readStream(stream, limits.MAX_IMPORT_BYTES);
  if (isRefusal(bytes)) return bytes;
  const result = await importLog({ bytes, bodyDigest: ports.digestBody(bytes), caller }, ports.runs);
  return isRefusal(result) ? result : { body: result };
};
