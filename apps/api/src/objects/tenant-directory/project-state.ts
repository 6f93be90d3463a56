import { latestUnready, latestValidation, type Validation } from "./project-statements.ts";
import { type LatestFailure, lastHeardOf, latestFailure } from "./run-statements.ts";

/** What the project-level next action rests on. */
export interface ProjectState {
  /** The run that failed last, among those whose agent has not completed a run since. */
  failure?: LatestFailure;
  /** The project that was found not ready last, after the latest run of its agent. */
  unready?: Validation;
  /** The validation that found the project of the failed run's agent ready, with no run of it since. */
  readySince?: Validation;
}

/** Of one agent, or of all. */
export function projectState(sql: SqlStorage, agent: string | undefined): ProjectState {
  const failure = latestFailure(sql, agent);
  const unready = latestUnready(sql, agent);
  const state = { ...(failure === undefined ? {} : { failure }), ...(unready === undefined ? {} : { unready }) };
  const whose = failure?.item.agent;
  if (whose === undefined) return state;
  const validation = latestValidation(sql, whose);
  const isFresh = validation?.ready === true && validation.validatedAt > (lastHeardOf(sql, whose) ?? 0);
  return isFresh ? { ...state, readySince: validation } : state;
}
