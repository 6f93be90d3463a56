import { projection } from "@operator/confirmation";
import type { ConfirmationListItem } from "@operator/contract";
import * as z from "zod";
import type { Handler } from "../handler.ts";
import type { Standing } from "../objects/confirmation-desk/results.ts";
import { refuse } from "../refusal.ts";

const Position = z.strictObject({ before: z.number() });

function itemOf({ state }: Standing, now: number): ConfirmationListItem {
  const {
    candidate: _candidate,
    delta: _delta,
    replay: _replay,
    evidence_refs: _refs,
    ...item
  } = projection(state, now);
  return item;
}

/** A page of the tenant's confirmations, the latest first. */
export const listConfirmations: Handler<"listConfirmations"> = async ({ query, caller }, ports) => {
  const { status, cursor, limit } = query;
  const scope = { tenant: caller.tenant, list: "confirmations", filters: [status] };
  const after = cursor === undefined ? undefined : Position.safeParse(ports.cursors.open(scope, cursor));
  if (after?.success === false) return refuse("invalid_cursor", "The cursor was not issued for this list.");

  const before = after?.data.before ?? Number.MAX_SAFE_INTEGER;
  const found = await ports.desks.list(caller.tenant, { status, before, count: limit + 1 });
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  const items = page.map((standing) => itemOf(standing, ports.now()));
  return {
    body: last === undefined ? { items } : { items, next_cursor: ports.cursors.seal(scope, { before: last.number }) },
  };
};
