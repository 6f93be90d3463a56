import type { ConfirmationRequirement, NextAction } from "@operator/contract";
import type { RunState } from "../fold/state.ts";
import type { Advice } from "./next-action.ts";
import type { ClosedConfirmation, OpenConfirmation, PreviousRun } from "./next-action-context.ts";
import { failureSignature } from "./signature.ts";

/** The action by which a person looks at an open confirmation, by its change type; others are for the person to say. */
const REVIEWS: ReadonlyMap<string, NextAction> = new Map([
  ["policy_patch", "review_policy_patch"],
  ["credential_binding", "set_secret"],
  ["direct_lease", "set_secret"],
  ["handoff_trigger", "review_handoff"],
  ["local_handoff", "review_handoff"],
]);

/** Changes without which the agent's code has to do when a person declined them. */
const DECLINABLE: ReadonlySet<string> = new Set(["policy_patch", "credential_binding", "direct_lease"]);

/** What a confirmation waits for. */
const WAITS: Readonly<Record<NonNullable<OpenConfirmation["phase"]>, string>> = {
  pending: "A proposed change waits for the decision of a person.",
  approved: "A proposed change was approved and waits for its executor.",
  applying: "A proposed change was approved and is being applied.",
};

/** The same failure this many times in a row is said. */
const REPEATED = 3;

/** What follows from a confirmation that was closed after the run ended; `undefined` when nothing does. */
export function afterClosed(
  state: RunState,
  advice: Advice,
  closed: ClosedConfirmation | undefined,
): Advice | undefined {
  if (closed === undefined || closed.at < (state.end?.at ?? 0)) return undefined;
  switch (closed.outcome) {
    case "applied":
      // Records that are gone give no reason to run anything again.
      if (closed.changeType === "retention_purge") return undefined;
      return {
        action: "rerun",
        rationale: `The change that this run gave rise to was applied since. ${advice.rationale}`,
      };
    case "declined":
      return {
        action: DECLINABLE.has(closed.changeType) ? "fix_code" : "ask_user",
        rationale: `A person declined the change that would have allowed it, so that the agent has to do without.${closed.words === undefined ? "" : ` ${closed.words}`} ${advice.rationale}`,
      };
    case "apply_failed":
      return { action: "ask_user", rationale: `The approved change could not be applied. ${advice.rationale}` };
    default:
      return undefined;
  }
}

/** Says that the agent failed alike in its runs before, if nothing was changed in between; then running it again is no advice. */
export function afterRepetition(state: RunState, advice: Advice, previous: readonly PreviousRun[] = []): Advice {
  const own = failureSignature(state);
  if (own === undefined) return advice;
  let runs = 1;
  for (const { signature } of previous) {
    if (signature?.failure !== own.failure || signature.setup !== own.setup) break;
    runs++;
  }
  if (runs < REPEATED) return advice;
  const action = advice.action === "rerun" ? "ask_user" : advice.action;
  return {
    action,
    rationale: `${advice.rationale} The agent failed in the same way ${runs} times in a row without a change in between, so that running it again would not help.`,
  };
}

/** Puts an open confirmation into the answer: looking at it comes before anything else, but for a record in doubt. */
export function withOpen(
  advice: Advice,
  open: OpenConfirmation | undefined,
): Advice & { confirmation?: ConfirmationRequirement } {
  if (open === undefined) return advice;
  const { changeType, phase = "pending", requirement } = open;
  if (advice.action === "export_audit") return { ...advice, confirmation: requirement };
  const action = REVIEWS.get(changeType) ?? "ask_user";
  return {
    action,
    rationale: `${advice.rationale} ${WAITS[phase]}`,
    confirmation: requirement,
  };
}
