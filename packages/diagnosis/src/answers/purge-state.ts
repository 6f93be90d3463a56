import { diagnose } from "../causes/diagnose.ts";
import type { Purged } from "../fold/purge.ts";
import type { End, RunState } from "../fold/state.ts";
import { failureSignature } from "./signature.ts";

/** Lists whose items hold what records said. */
const TEXTS = [
  "first_denials",
  "latest_denials",
  "credentials",
  "upstreams",
  "first_incidents",
  "latest_incidents",
  "first_failures",
  "latest_failures",
  "endings",
  "attached",
] as const satisfies (keyof RunState)[];

function withoutWords({ reason: _reason, by: _by, ...end }: End): End {
  return end;
}

function failureOf(state: RunState): Pick<Purged, "failure"> {
  const signature = failureSignature(state);
  if (signature === undefined) return {};
  const { category, nextAction } = diagnose(state);
  return { failure: { category, next_action: nextAction, signature } };
}

/**
 * What is kept of a run whose records are purged through a position: how it went, what it was found to have failed of, its
 * counts, times and places, the agent's name and version, and the digest of its policy. What records said otherwise goes with
 * them: destinations, rules, reasons, names of people, findings and excerpts.
 *
 * @param rest the fold of the records behind that position, whose texts stay; `undefined` when there are none
 */
export function purgeState(state: RunState, by: Omit<Purged, "failure">, rest: RunState | undefined): RunState {
  const lists = Object.fromEntries(TEXTS.map((name) => [name, rest?.[name] ?? []])) as Pick<
    RunState,
    (typeof TEXTS)[number]
  >;
  const { end } = state;
  return {
    ...state,
    ...lists,
    ...(end === undefined ? {} : { end: end.seq <= by.through ? withoutWords(end) : end }),
    purged: { ...by, ...failureOf(state) },
  };
}
