import type { CancelCommand } from "./command.ts";
import type { Handler } from "./handler.ts";

/** The proposer may take a proposal back until an executor has it. */
export const cancel: Handler<CancelCommand> = {
  authority: (state, { by }) => (by === state.candidate.proposer ? undefined : { kind: "not_the_proposer" }),
  isRepeat: () => false,
  check: () => undefined,
  apply: (state, _, { now }) => ({ ...state, status: "cancelled", closed_at: now }),
};
