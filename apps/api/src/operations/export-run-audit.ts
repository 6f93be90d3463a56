import { bundleOf } from "../exports/bundle.ts";
import { logLines, segmentsOf } from "../exports/segments.ts";
import { streamOf } from "../exports/stream.ts";
import type { Handler } from "../handler.ts";
import { isRefusal, runNotFound } from "../refusal.ts";

/** Makes browsers save the file under a name that every file system takes. */
function savedAs(runId: string, ending: string): Record<string, string> {
  return { "content-disposition": `attachment; filename="audit-${runId.replaceAll(":", "_")}.${ending}"` };
}

/** Everything that proves a run, or its records alone. */
export const exportRunAudit: Handler<"exportRunAudit"> = async ({ params, query, caller }, ports) => {
  const { tenant } = caller;
  const { run_id: runId } = params;
  const snapshot = await ports.runs.snapshot(tenant, runId);
  if (snapshot === undefined) return runNotFound();
  if (query.format === "jsonl") {
    const stream = streamOf(logLines(segmentsOf(tenant, runId, snapshot.nextSeq, ports)));
    return { body: { stream, mediaType: "application/x-ndjson" }, headers: savedAs(runId, "jsonl") };
  }
  const bundle = await bundleOf({ tenant, runId, snapshot }, query.trusted_size, ports);
  return isRefusal(bundle) ? bundle : { body: { stream: streamOf(bundle) }, headers: savedAs(runId, "json") };
};
