import type { RunStatus } from "@operator/contract";
import type { ObservedRun } from "@operator/policy";
import type { PlacedObservation } from "./decisions.ts";
import type { TimelinePosition } from "./stored-events.ts";

/** The answers that a run's fold gives; each is JSON, written once for every state of the run. */
export type FoldAnswer = "summary" | "failure" | "next_action";

/** The answer's JSON, bare because text passes between Worker and object at a fraction of an object's cost; or why not. */
export type AnswerResult = string | { kind: "run_not_found" } | { kind: "run_not_failed"; status: RunStatus };

/** Why an answer that needs the records of a run cannot be given. */
type RecordsMissing = { kind: "run_not_found" } | { kind: "evidence_purged" };

export type TimelineResult = { kind: "page"; json: string; next: TimelinePosition | undefined } | RecordsMissing;

/** A denial of the run, with what the run says of its agent and of the policy in force. */
export type DenialResult =
  | { kind: "denial"; denial: PlacedObservation; agent: string | undefined; policyDigest: string | undefined }
  | RecordsMissing
  | { kind: "run_has_no_denial" };

/** The decisions of the run; or of the events at some positions, each as it was cited. */
export type DecisionsResult = { kind: "decisions"; agent: string | undefined; run: ObservedRun } | RecordsMissing;
export type CitedResult =
  | { kind: "cited"; agent: string | undefined; observations: (PlacedObservation | undefined)[] }
  | RecordsMissing;
