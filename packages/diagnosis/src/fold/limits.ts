/**
 * The bounds of the fold. Together they keep the state below `MAX_FOLD_BYTES` however hostile the events are; a test
 * fills every list to the brim and measures. Bytes are bytes of JSON.
 */

/** Denied actions with their first reports, one for each actor that reports: the first ones are what a run started to fail with. */
export const MAX_FIRST_DENIALS = 6;
/** Denied actions with their latest reports: what a crash may follow from. */
export const MAX_LATEST_DENIALS = 3;
/** Distinct denied actions that are counted exactly; more count as this many. */
export const MAX_COUNTED_DENIALS = 160;
/** Uses of credentials, the first ones: a run has a handful of bindings. */
export const MAX_CREDENTIALS = 6;
/** Hosts with the latest answer of each. */
export const MAX_UPSTREAMS = 5;
/** Kinds of incidents (an exceeded budget, a failed health check), each with its first and its latest report. */
export const MAX_INCIDENTS = 3;
/** Failures of invocations: the first and the latest ones. */
export const MAX_FIRST_FAILURES = 1;
export const MAX_LATEST_FAILURES = 2;
/** Attached logs, the latest ones. */
export const MAX_ATTACHED = 1;
/** Events that end a run: the first counts, the next one may say more. */
export const MAX_ENDINGS = 2;

/** A name that a source chose: an agent, a rule, a destination. */
export const MAX_NAME_BYTES = 110;
/** The reason of a denial or an end. */
export const MAX_REASON_BYTES = 220;

/** What is kept of one report of a failure. */
export interface ReportLimits {
  /** The stated fields, together. */
  statedBytes: number;
  /** Findings in the texts. */
  findings: number;
  /** Facts and excerpts of the finding that says most, and of each further one. */
  factsBytes: readonly [best: number, other: number];
  excerptBytes: readonly [best: number, other: number];
}

/** A failed invocation: stderr, the reason, and what the tools say that set the run up. */
export const FAILURE_LIMITS: ReportLimits = {
  statedBytes: 360,
  findings: 3,
  factsBytes: [380, 200],
  excerptBytes: [760, 180],
};
/** The end of a run, which seldom has an error output of its own. */
export const ENDING_LIMITS: ReportLimits = { ...FAILURE_LIMITS, findings: 2 };
/** An attached log, which is nothing but an error output. */
export const ATTACHED_LIMITS: ReportLimits = {
  statedBytes: 0,
  findings: 1,
  factsBytes: [380, 0],
  excerptBytes: [760, 0],
};
/** An incident, which seldom has more than a reason. */
export const INCIDENT_LIMITS: ReportLimits = {
  statedBytes: 300,
  findings: 1,
  factsBytes: [180, 0],
  excerptBytes: [220, 0],
};
