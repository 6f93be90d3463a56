import * as z from "zod";

/**
 * What to do next. A diagnosis recommends exactly one; the values are part of the contract.
 *
 * - `fix_code`: the agent's source has a bug; mend it and run again.
 * - `install_dependency`: a dependency is missing; install it and run again.
 * - `start_docker`: Docker is not running; start it and run again.
 * - `set_secret`: a required secret is not bound; bind it and run again.
 * - `review_policy_patch`: a policy rule blocked the run; review the proposed patch and confirm or decline it.
 * - `review_handoff`: a local handoff trigger waits for review.
 * - `increase_budget`: the run used up its budget; raise it and run again.
 * - `rerun`: the problem is solved; run again.
 * - `export_audit`: hand the audit bundle to somebody outside for review.
 * - `ask_user`: no action follows from the evidence; ask the person in charge.
 *
 * Source: operator contract, `NextAction`.
 */
export const NextAction = z
  .enum([
    "fix_code",
    "install_dependency",
    "start_docker",
    "set_secret",
    "review_policy_patch",
    "review_handoff",
    "increase_budget",
    "rerun",
    "export_audit",
    "ask_user",
  ])
  .meta({ id: "NextAction", description: "The one recommended operator action." });
export type NextAction = z.infer<typeof NextAction>;

/** Every next action, in the order of the contract, as a new list. */
export function allNextActions(): NextAction[] {
  return [...NextAction.options];
}

/** True when `action` is one of the contract's next actions, compared exactly. */
export function isValidNextAction(action: unknown): action is NextAction {
  return NextAction.safeParse(action).success;
}
