import type { Refusal, RefusalKind } from "./refusal.ts";
import type { ConfirmationState, Vote } from "./state.ts";
import { countedVotes } from "./votes.ts";

/** The refusal of a decision that comes after one. */
export function alreadyDecided({ decider, decision, decided_at }: Vote): Refusal {
  return { kind: "already_decided", by: decider, decision, at: decided_at };
}

/** An instant that the state is known to have. */
function instant(at: number | undefined): number {
  if (at === undefined) throw new RangeError("a confirmation lacks the time of its state");
  return at;
}

/** The facts of a refusal that follows from the state alone. */
export function refusalByState(kind: RefusalKind, state: ConfirmationState): Refusal {
  switch (kind) {
    case "already_decided": {
      const last = countedVotes(state).at(-1);
      if (last === undefined) break;
      return alreadyDecided(last);
    }
    case "confirmation_declined":
    case "confirmation_expired":
    case "confirmation_cancelled":
      return { kind, at: instant(state.closed_at) };
    case "confirmation_superseded":
      return { kind, at: instant(state.closed_at), policyDigest: state.superseded_by };
    case "already_redeemed":
      return { kind, at: instant(state.redemption?.redeemed_at) };
    case "not_redeemed":
      return { kind, status: state.status };
    case "already_reported":
      return { kind, at: instant(state.report?.reported_at) };
    case "not_approved":
      return { kind };
  }
  throw new RangeError(`${kind} does not follow from the state ${state.status}`);
}
