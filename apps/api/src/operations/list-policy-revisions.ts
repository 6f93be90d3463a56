import * as z from "zod";
import type { Handler } from "../handler.ts";
import { refuse } from "../refusal.ts";
import { revisionAnswer } from "./revision-answer.ts";

const Position = z.strictObject({ before: z.number() });

/** A page of the revisions of an agent's policy, the latest first. */
export const listPolicyRevisions: Handler<"listPolicyRevisions"> = async ({ params, query, caller }, ports) => {
  const scope = { tenant: caller.tenant, list: `policy revisions ${params.agent}` };
  const after = query.cursor === undefined ? undefined : Position.safeParse(ports.cursors.open(scope, query.cursor));
  if (after?.success === false)
    return refuse("invalid_cursor", "The cursor was not issued for this list of revisions.");

  const before = after?.data.before ?? Number.MAX_SAFE_INTEGER;
  const rows = await ports.directories.policyRevisions(caller.tenant, params.agent, before, query.limit + 1);
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  const items = page.map(revisionAnswer);
  return {
    body: last === undefined ? { items } : { items, next_cursor: ports.cursors.seal(scope, { before: last.revision }) },
  };
};
