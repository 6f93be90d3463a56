import { type NextActionResponse, quote, runRef, SCHEMA_VERSION } from "@operator/contract";

/** The answer of nextAction for a project in which no agent's latest run has failed. */
export function nothingToRepair(): NextActionResponse {
  return {
    schema_version: SCHEMA_VERSION,
    next_action: "ask_user",
    rationale: "No agent's latest run has failed; there is nothing to repair.",
  };
}

/**
 * The answer of nextAction for a project: that of the run that failed last, with the run as evidence. Positions in that
 * run's log are left out, because without a run they name nothing.
 */
export function nextProjectAction(
  run: NextActionResponse & { run_id: string },
  agent: string | undefined,
): NextActionResponse {
  const whose = agent === undefined ? "The latest run" : `The latest run of agent ${quote(agent)}`;
  const lasting = (run.evidence_refs ?? []).filter(({ type }) => type === "verification");
  return {
    schema_version: SCHEMA_VERSION,
    next_action: run.next_action,
    rationale: `${whose} failed. ${run.rationale}`,
    evidence_refs: [runRef(run.run_id), ...lasting],
    ...(run.confirmation === undefined ? {} : { confirmation: run.confirmation }),
  };
}
