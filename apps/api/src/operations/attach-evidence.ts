import { attach } from "../evidence/attach.ts";
import type { Handler } from "../handler.ts";
import { isRefusal } from "../refusal.ts";

/** Attaches a log file or a blob to a run. */
export const attachEvidence: Handler<"attachEvidence"> = async ({ params, query, rawBody, headers, caller }, ports) => {
  const attached = await attach(
    {
      runId: params.run_id,
      ...query,
      actor: query.actor,
      mediaType: rawBody.mediaType,
      contentDigest: headers.get("content-digest"),
      stream: rawBody.stream,
      caller,
    },
    ports,
  );
  return isRefusal(attached) ? attached : { body: attached };
};
