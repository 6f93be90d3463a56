import * as z from "zod";
import type { Handler } from "../handler.ts";
import { refuse } from "../refusal.ts";

const Position = z.strictObject({ startedAt: z.number(), runId: z.string() });

/** A page of the tenant's runs, the latest start first. */
export const listRuns: Handler<"listRuns"> = async ({ query, caller }, ports) => {
  const { cursor, limit, ...filters } = query;
  const scope = {
    tenant: caller.tenant,
    list: "runs",
    filters: [filters.status, filters.error_category, filters.agent],
  };
  const after = cursor === undefined ? undefined : Position.safeParse(ports.cursors.open(scope, cursor));
  if (after?.success === false) return refuse("invalid_cursor", "The cursor was not issued for this list of runs.");

  const filter = { status: filters.status, errorCategory: filters.error_category, agent: filters.agent };
  const runs = await ports.directories.listRuns(caller.tenant, filter, after?.data, limit + 1);
  const page = runs.slice(0, limit);
  const last = runs.length > limit ? page.at(-1) : undefined;
  const items = page.map(({ item }) => item);
  return { body: last === undefined ? { items } : { items, next_cursor: ports.cursors.seal(scope, last.position) } };
};
