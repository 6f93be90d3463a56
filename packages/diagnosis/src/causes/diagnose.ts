import type { ErrorCategory, NextAction } from "@operator/contract";
import { type Purged, purgedSentence } from "../fold/purge.ts";
import type { RunState } from "../fold/state.ts";
import { integrityRules } from "../rules/integrity.ts";
import { type Cause, type Support, sentenceOf } from "./cause.ts";
import { choose } from "./choose.ts";
import { courseOf } from "./course.ts";
import { withoutCause } from "./inconclusive.ts";
import { doubts } from "./stated.ts";

/** Why a failed run failed. */
export interface Diagnosis {
  category: ErrorCategory;
  nextAction: NextAction;
  rootCause: string;
  /** The rule that was decisive; absent when nothing was recognised. */
  rule?: string;
  /** What the diagnosis rests on, the weightiest first; empty when nothing was recognised. */
  causes: Cause[];
  /** Further places of the log that bear on it. */
  supports: Support[];
}

const INTEGRITY_IDS = integrityRules.map(({ id }) => id);

/** Events that put the run's record in doubt, in the order of time. */
export function integrityDoubts(state: RunState): Cause[] {
  return doubts(state.first_incidents, INTEGRITY_IDS);
}

function concluded(state: RunState): Diagnosis {
  const course = courseOf(state);
  const { causes, rival } = choose(state, course);
  const [cause] = causes;
  if (cause === undefined) return withoutCause(state);
  const diagnosis: Diagnosis = {
    category: cause.rule.category,
    nextAction: cause.rule.nextAction,
    rootCause: sentenceOf(cause),
    rule: cause.rule.id,
    causes,
    supports: [...course.failures, ...causes.flatMap(({ supports }) => supports)],
  };
  if (rival === undefined) return diagnosis;
  return {
    ...diagnosis,
    category: "agent_runtime_exception",
    nextAction: "ask_user",
    rootCause: `Inconclusive, because the evidence does not tell which of two causes made the run fail. One: ${diagnosis.rootCause} The other: ${sentenceOf(rival)}`,
    rule: `${cause.rule.id} or ${rival.rule.id}`,
    causes: [...causes, rival],
    supports: [...diagnosis.supports, ...rival.supports],
  };
}

/** What is known of a failure whose records are gone: what it was found to be, and nothing of how. */
function remembered(purged: Purged, { category, next_action: nextAction }: NonNullable<Purged["failure"]>): Diagnosis {
  const rootCause = `The run was found to have failed of ${category}; what showed it is not there any more. ${purgedSentence(purged)}`;
  return { category, nextAction, rootCause, causes: [], supports: [] };
}

/**
 * The diagnosis of a failed run, from what the runtime states down to what error texts show; see `choose`. Where the record
 * itself is in doubt, that decides the action whatever failed.
 */
export function diagnose(state: RunState): Diagnosis {
  const { purged } = state;
  if (purged?.failure !== undefined) return remembered(purged, purged.failure);
  const diagnosis = concluded(state);
  const [doubt] = integrityDoubts(state);
  if (doubt === undefined) return diagnosis;
  const isKnown = diagnosis.rule !== undefined && diagnosis.rule !== doubt.rule.id;
  return {
    ...diagnosis,
    nextAction: doubt.rule.nextAction,
    rootCause: isKnown ? `${diagnosis.rootCause} ${sentenceOf(doubt)}` : sentenceOf(doubt),
    rule: isKnown && diagnosis.rule !== undefined ? diagnosis.rule : doubt.rule.id,
    causes: [...diagnosis.causes, doubt],
    supports: [...diagnosis.supports, ...doubt.supports],
  };
}
