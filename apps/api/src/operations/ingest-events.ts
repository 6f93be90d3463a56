import type { Handler } from "../handler.ts";
import { ingest } from "../ingest/ingest.ts";
import { isRefusal, refuse } from "../refusal.ts";

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** Stores a batch of a run's events. */
export const ingestEvents: Handler<"ingestEvents"> = async ({ params, query, rawBody, headers, caller }, ports) => {
  const idempotencyKey = headers.get("idempotency-key") ?? undefined;
  if (idempotencyKey !== undefined && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
    return refuse("invalid_request", "The Idempotency-Key must be 1 to 255 visible ASCII characters.");
  }
  const result = await ingest(
    {
      runId: params.run_id,
      ...rawBody,
      partial: query.partial === "true",
      idempotencyKey,
      bodyDigest: ports.digestBody(rawBody.bytes),
      caller,
    },
    ports.runs.append,
  );
  return isRefusal(result) ? result : { body: result };
};
