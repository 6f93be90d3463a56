import { rememberedDenials } from "./decisions.ts";
import type { RunRow } from "./statements.ts";

/** Where the log of a run ends, and what its export needs to know of it. */
export interface RunSnapshot {
  /** The position behind its last event. */
  nextSeq: number;
  agent: string | undefined;
  /** The digests of policies that the run's start and the denials that its fold remembers name. */
  policyDigests: string[];
}

export function snapshotOf(sql: SqlStorage, { next_seq: nextSeq, fold }: RunRow): RunSnapshot {
  const named = [fold.agent?.policy, ...rememberedDenials(sql, fold).map(({ policy_digest }) => policy_digest)];
  const policyDigests = [...new Set(named.filter((digest) => digest !== undefined))];
  return { nextSeq, agent: fold.agent?.name, policyDigests };
}
