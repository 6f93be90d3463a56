import { statusAt } from "@operator/confirmation";
import type { RedeemResult, Standing, Text } from "./results.ts";
import type { DeskRow } from "./statements.ts";

/** Results pass between Worker and object as JSON text, at a fraction of an object's cost. */
export function textOf<Result>(result: Result): Text<Result> {
  return JSON.stringify(result) as Text<Result>;
}

export function standing({ state, version }: DeskRow): Standing {
  return { state, tag: `${version}.${statusAt(state, Date.now())}` };
}

/** What a redemption answers, now or again. */
export function redeemed(row: DeskRow): RedeemResult {
  if (row.redeemed_at_index === null) throw new Error("a redemption has no place in the tenant's log");
  return { kind: "redeemed", auditIndex: row.redeemed_at_index, ...standing(row) };
}
