import * as z from "zod";
import type { Handler } from "../handler.ts";
import { refuse, runNotFound } from "../refusal.ts";

const Position = z.strictObject({ at: z.number(), seq: z.number() });

/** A page of a run's events in order of time. */
export const getRunTimeline: Handler<"getRunTimeline"> = async ({ params, query, caller }, ports) => {
  const scope = { tenant: caller.tenant, list: `timeline ${params.run_id}` };
  const after = query.cursor === undefined ? undefined : Position.safeParse(ports.cursors.open(scope, query.cursor));
  if (after?.success === false) return refuse("invalid_cursor", "The cursor was not issued for this run's timeline.");

  const page = await ports.runs.timeline(caller.tenant, params.run_id, after?.data, query.limit);
  if (page.kind === "run_not_found") return runNotFound();
  if (page.next === undefined) return { body: { json: page.json } };
  const next = new URLSearchParams({ cursor: ports.cursors.seal(scope, page.next), limit: String(query.limit) });
  const link = `</v1/runs/${encodeURIComponent(params.run_id)}/timeline?${next}>; rel="next"`;
  return { body: { json: page.json }, headers: { link } };
};
