import type { Handler } from "../handler.ts";
import { ingest } from "../ingest/ingest.ts";
import { readIdempotencyKey } from "../middleware/idempotency-key.ts";
import { isRefusal } from "../refusal.ts";

/** Stores a batch of a run's events. */
export const ingestEvents: Handler<"ingestEvents"> = async ({ params, query, rawBody, headers, caller }, ports) => {
  const named = readIdempotencyKey(headers, caller);
  if (named !== undefined && isRefusal(named)) return named;
  const result = await ingest(
    {
      runId: params.run_id,
      ...rawBody,
      partial: query.partial === "true",
      idempotencyKey: named?.text,
      bodyDigest: ports.digestBody(rawBody.bytes),
      caller,
    },
    ports.runs.append,
  );
  return isRefusal(result) ? result : { body: result };
};
