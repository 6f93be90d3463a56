import { diagnose } from "../causes/diagnose.ts";
import { hash53 } from "../fold/hash.ts";
import type { RunState } from "../fold/state.ts";

/** What makes a failure the same as another one, and what would count as a change in between. Both opaque; compare them. */
export interface FailureSignature {
  /** The cause, without the figures that differ from run to run. */
  failure: string;
  /** The agent's version and the policy that the run had. */
  setup: string;
}

/** The signature of a failed run, or `undefined` for one that has not failed. */
export function failureSignature(state: RunState): FailureSignature | undefined {
  if (state.end?.status !== "failed") return undefined;
  // Once its records are gone the cause cannot be found again; what it was is kept.
  if (state.purged?.failure !== undefined) return state.purged.failure.signature;
  const { category, rule = "inconclusive", rootCause } = diagnose(state);
  const shape = rootCause.replace(/\d+/g, "#");
  return {
    failure: `${category}/${rule}/${hash53(shape).toString(36)}`,
    setup: `${state.agent?.version ?? ""}|${state.agent?.policy ?? ""}`,
  };
}
