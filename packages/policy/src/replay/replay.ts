import type { CompiledPolicy } from "../evaluate/compile.ts";
import { evaluate } from "../evaluate/evaluate.ts";
import { describeAction } from "../explain/words.ts";
import type { ObservedDecision } from "../observe/tally.ts";

/** The decisions of one run that the runtime stated. */
export interface RunDecisions {
  run_id: string;
  decisions: readonly ObservedDecision[];
  /** False when the run had more kinds of decisions than are kept. */
  complete: boolean;
}

/** Stored decisions that a change treats alike. */
interface ReplayGroup {
  /** Events. */
  count: number;
  /** At most `MAX_EXAMPLES`, one an action. */
  examples: { run_id: string; audit_seq: number; action: string }[];
}

/**
 * What a change would have made of the stored decisions of the last runs. Not replayable is what the event does not name
 * well enough, or what the policy before decides otherwise than the runtime did.
 */
export interface Replay {
  runs: number;
  /** False when some run had more kinds of decisions than are kept. */
  complete: boolean;
  newly_allowed: ReplayGroup;
  newly_denied: ReplayGroup;
  unchanged: ReplayGroup;
  not_replayable: ReplayGroup;
}

const MAX_EXAMPLES = 5;

type Outcome = "newly_allowed" | "newly_denied" | "unchanged" | "not_replayable";

function outcomeOf({ action, effect }: ObservedDecision, before: CompiledPolicy, after: CompiledPolicy): Outcome {
  if (action === undefined) return "not_replayable";
  const was = evaluate(before, action);
  const becomes = evaluate(after, action);
  if (was.effect === becomes.effect) return was.effect === effect ? "unchanged" : "not_replayable";
  // The runtime may have decided under another revision; what matters is what the change does.
  return becomes.effect === "allow" ? "newly_allowed" : "newly_denied";
}

const emptyGroup = (): ReplayGroup => ({ count: 0, examples: [] });

function addTo(group: ReplayGroup, runId: string, decision: ObservedDecision): void {
  group.count += decision.count;
  const action =
    decision.action === undefined ? "an action that the event does not name" : describeAction(decision.action);
  const [audit_seq] = decision.seqs;
  if (audit_seq === undefined || group.examples.length === MAX_EXAMPLES) return;
  if (!group.examples.some((example) => example.action === action))
    group.examples.push({ run_id: runId, audit_seq, action });
}

/** Replays stored decisions under the policy before and after a change. Claims are not replayed. */
export function replay(runs: readonly RunDecisions[], before: CompiledPolicy, after: CompiledPolicy): Replay {
  const result: Replay = {
    runs: runs.length,
    complete: runs.every(({ complete }) => complete),
    newly_allowed: emptyGroup(),
    newly_denied: emptyGroup(),
    unchanged: emptyGroup(),
    not_replayable: emptyGroup(),
  };
  for (const { run_id, decisions } of runs) {
    for (const decision of decisions) {
      if (!decision.claimed) addTo(result[outcomeOf(decision, before, after)], run_id, decision);
    }
  }
  return result;
}
