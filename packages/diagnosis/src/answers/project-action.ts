import {
  isAdvisory,
  type NextAction,
  type NextActionResponse,
  quote,
  runRef,
  SCHEMA_VERSION,
  type ValidationIssue,
} from "@operator/contract";

/** The answer of nextAction for a project in which no agent's latest run has failed and no project was found not ready. */
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

/** A validation that found a project not ready. */
export interface UnreadyProject {
  agent?: string | undefined;
  /** The blocking issues first. */
  issues: readonly ValidationIssue[];
}

/**
 * The answer of nextAction for a project that was found not ready after the latest run of its agent: the action of its first
 * blocking issue. `undefined` where no blocking issue is told, because then there is no action to name.
 */
export function projectNotReady({ agent, issues }: UnreadyProject): NextActionResponse | undefined {
  const blocking = issues.filter((issue) => !isAdvisory(issue));
  const [first] = blocking;
  if (first === undefined) return undefined;
  const whose = agent === undefined ? "The project that was validated last" : `The project of agent ${quote(agent)}`;
  const more = blocking.length === 1 ? "" : ` It is the first of ${blocking.length} blocking issues.`;
  return {
    schema_version: SCHEMA_VERSION,
    next_action: first.next_action,
    rationale: `${whose} is not ready. ${first.message}${more}`,
    ...(first.evidence_refs === undefined ? {} : { evidence_refs: first.evidence_refs }),
  };
}

/** What somebody can have done about a failure when the project is ready: of the rest, a validation says nothing. */
const MENDED_BY_READY: ReadonlySet<NextAction> = new Set([
  "fix_code",
  "install_dependency",
  "start_docker",
  "set_secret",
  "review_policy_patch",
  "rerun",
]);

/**
 * The answer of nextAction where a project was found ready after the run of its agent failed: run it again. The failed run's
 * own answer stays where a validation cannot tell that its cause is gone, such as a budget that was used up, and where a
 * confirmation waits for somebody.
 */
export function readyAfterFailure(
  run: NextActionResponse & { run_id: string },
  agent: string | undefined,
): NextActionResponse {
  if (!MENDED_BY_READY.has(run.next_action) || run.confirmation !== undefined) return nextProjectAction(run, agent);
  const whose = agent === undefined ? "The latest run" : `The latest run of agent ${quote(agent)}`;
  return {
    schema_version: SCHEMA_VERSION,
    next_action: "rerun",
    rationale: `${whose} failed. Its project was validated after that and is ready.`,
    evidence_refs: [runRef(run.run_id)],
  };
}
