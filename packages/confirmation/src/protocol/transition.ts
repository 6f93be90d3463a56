import { type ConfirmationEvent, eventOf, refusedEvent, settledEvent } from "../trail/event.ts";
import { cancel } from "./cancel.ts";
import type { Command, PrincipalCommand } from "./command.ts";
import { decide } from "./decide.ts";
import type { Context, Handler } from "./handler.ts";
import { redeem } from "./redeem.ts";
import type { Refusal } from "./refusal.ts";
import { refusalByState } from "./refuse.ts";
import { report } from "./report.ts";
import { settle } from "./settle.ts";
import type { ConfirmationState } from "./state.ts";
import { PROTOCOL } from "./table.ts";

/*
 * The confirmation protocol
 *
 * An agent proposes a change that crosses a trust boundary. The change is frozen as a candidate and waits, `pending`, for
 * people. Each of them names the digest of the candidate that they reviewed. One decline makes it `declined`. Approvals
 * make it `approved` as soon as there are enough of them, from distinct people, with a person of its own for each group
 * that is asked for. From then on an executor has ten minutes to redeem the grant. It is redeemed once: `applying`. The
 * executor then says what became of it: `applied` or `apply_failed`. That is waited for without end, because what
 * happened outside has to be told. The proposer may cancel until the grant is redeemed: `cancelled`. A proposal that
 * nobody decides and a grant that nobody redeems end with their time: `expired`. A proposal against a policy that
 * meanwhile changed ends too: `superseded`, and its votes are void.
 *
 *   pending --approve, enough--> approved --redeem--> applying --report--> applied | apply_failed
 *      ^                            |
 *      +--- approvals withdrawn ----+
 *   pending --decline--> declined           pending, approved --cancel--> cancelled
 *   pending, approved --time--> expired     pending, approved --other policy--> superseded
 *
 * Final states have no way out. Rights are checked when somebody decides and again, against the directory as it is then,
 * when the grant is redeemed: the votes of people who may not decide any more are void. If the rest is not enough, the
 * grant is gone and the proposal is `pending` again for what is left of its time.
 *
 * Every command is looked at in one order, and the first that holds answers it:
 *
 *   1. the world: a deadline that has passed, a policy that has changed; this is kept even when the command is refused
 *   2. authority: who may send this command at all
 *   3. repeats: an exact repeat of what was accepted gets the stored outcome again, also in a final state
 *   4. the state: whether it is open to this command
 *   5. the command: the digest, a vote that stands already, withdrawn approvals
 *
 * `table.ts` has every transition and refusal as data.
 */

/**
 * What a command came to. The state is to be stored and the events are to be appended in both cases, in one transaction and
 * before the answer: a refusal may settle a state too, and is itself a record. An accepted command that is `replayed`
 * changed nothing and has no event of its own.
 */
export type Outcome =
  | { ok: true; replayed: boolean; state: ConfirmationState; events: ConfirmationEvent[] }
  | { ok: false; refusal: Refusal; state: ConfirmationState; events: ConfirmationEvent[] };

function run<C extends PrincipalCommand>(
  handler: Handler<C>,
  settled: ConfirmationState,
  command: C,
  context: Context,
): Outcome {
  const refuse = (refusal: Refusal, state = settled): Outcome => {
    return { ok: false, refusal, state, events: [refusedEvent(state, command, refusal, context)] };
  };
  const lacking = handler.authority(settled, command);
  if (lacking !== undefined) return refuse(lacking);
  const rule = PROTOCOL[command.kind].in[settled.status];
  if (rule === "repeat" || handler.isRepeat(settled, command)) {
    return { ok: true, replayed: true, state: settled, events: [] };
  }
  if (typeof rule === "string") return refuse(refusalByState(rule, settled));
  const setback = handler.check(settled, command, context);
  if (setback !== undefined) return refuse(setback.refusal, setback.state);
  const state = handler.apply(settled, command, context);
  return { ok: true, replayed: false, state, events: [eventOf(state, command, context)] };
}

function handle(settled: ConfirmationState, command: Command, context: Context): Outcome {
  switch (command.kind) {
    case "decide":
      return run(decide, settled, command, context);
    case "cancel":
      return run(cancel, settled, command, context);
    case "redeem":
      return run(redeem, settled, command, context);
    case "report":
      return run(report, settled, command, context);
    case "expire":
    case "supersede":
      return { ok: true, replayed: true, state: settled, events: [] };
  }
}

/** Applies one command to a confirmation. It has no effect but its result, and the same input gives the same result. */
export function transition(state: ConfirmationState, command: Command, context: Context): Outcome {
  const settled = settle(state, command, context.now);
  const outcome = handle(settled, command, context);
  if (settled === state) return outcome;
  const events = [settledEvent(settled, context), ...outcome.events];
  const replayed = outcome.ok && outcome.replayed && command.kind !== "expire" && command.kind !== "supersede";
  return outcome.ok ? { ...outcome, replayed, events } : { ...outcome, events };
}
