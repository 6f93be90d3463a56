import * as z from "zod";
import type { Handler } from "../handler.ts";
import { refuse } from "../refusal.ts";
import { keyAnswer } from "./key-answer.ts";

const Position = z.strictObject({ number: z.number() });

/** A page of the tenant's keys, the oldest first. */
export const listKeys: Handler<"listKeys"> = async ({ query, caller }, ports) => {
  const scope = { tenant: caller.tenant, list: "keys" };
  const after = query.cursor === undefined ? undefined : Position.safeParse(ports.cursors.open(scope, query.cursor));
  if (after?.success === false) return refuse("invalid_cursor", "The cursor was not issued for this list of keys.");

  const keys = await ports.directories.listKeys(caller.tenant, after?.data.number ?? 0, query.limit + 1);
  const page = keys.slice(0, query.limit);
  const last = keys.length > query.limit ? page.at(-1) : undefined;
  const items = page.map(keyAnswer);
  return {
    body: last === undefined ? { items } : { items, next_cursor: ports.cursors.seal(scope, { number: last.number }) },
  };
};
