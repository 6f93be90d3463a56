import type { Digest } from "../candidate/json.ts";
import type { PrincipalCommand } from "./command.ts";
import type { Refusal } from "./refusal.ts";
import type { ConfirmationState } from "./state.ts";

/** What a command cannot bring itself. */
export interface Context {
  /** Milliseconds since 1970, by the service's clock: a client's is never asked. */
  now: number;
  digest: Digest;
}

/** A refusal in an open state, with the state that it leaves behind where it changes something. */
interface Setback {
  refusal: Refusal;
  state?: ConfirmationState;
}

/** The rules of one command, in the order in which they are asked. */
export interface Handler<C extends PrincipalCommand> {
  /** Why whoever sent it may not. Asked first, so that nobody without the right is told anything else. */
  authority(state: ConfirmationState, command: C): Refusal | undefined;
  /** True when the same command was accepted before: then the stored outcome is the answer. */
  isRepeat(state: ConfirmationState, command: C): boolean;
  /** Why it cannot be done although the state is open to it. */
  check(state: ConfirmationState, command: C, context: Context): Setback | undefined;
  /** The state after it. */
  apply(state: ConfirmationState, command: C, context: Context): ConfirmationState;
}
