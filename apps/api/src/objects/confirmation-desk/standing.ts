import { ConfirmationState, statusAt } from "@operator/confirmation";
import type { RedeemResult, Standing, Text } from "./results.ts";
import type { DeskRow } from "./statements.ts";

/** Results pass between Worker and object as JSON text, at a fraction of an object's cost. */
export function textOf<Result>(result: Result): Text<Result> {
  return JSON.stringify(result) as Text<Result>;
}

export function standing({ state, version }: DeskRow): Standing {
  return { state, tag: `${version}.${statusAt(state, Date.now())}` };
}

/** A confirmation that was just opened. What could not be read again would be in everybody's way. */
export function opened(
  state: ConfirmationState,
  number: number,
  keys: Pick<DeskRow, "proposal_key" | "change_key">,
): DeskRow {
  const { confirmation_id } = state;
  const row = { confirmation_id, number, version: 1, ...keys, grant_key: null, redeemed_at_index: null };
  return { ...row, state: ConfirmationState.parse(state) };
}

/** What a redemption answers, now or again. */
export function redeemed(row: DeskRow): RedeemResult {
  if (row.redeemed_at_index === null) throw new Error("a redemption has no place in the tenant's log");
  return { kind: "redeemed", auditIndex: row.redeemed_at_index, ...standing(row) };
}
