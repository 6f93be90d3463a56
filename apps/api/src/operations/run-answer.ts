import type { SerialisedAnswer } from "../handler.ts";
import type { AnswerResult } from "../objects/run-log/object.ts";
import { type Refusal, refuse } from "../refusal.ts";

/** The refusal for a run that the tenant does not have: the same for every id, whoever else has it. */
export function runNotFound(): Refusal {
  return refuse("run_not_found", "The tenant has no run with this id.");
}

/** Turns what a run's log answers into an answer or a refusal. */
export function runAnswer(result: AnswerResult): { body: SerialisedAnswer } | Refusal {
  if (typeof result === "string") return { body: { json: result } };
  switch (result.kind) {
    case "run_not_found":
      return runNotFound();
    case "run_not_failed":
      return refuse("run_not_failed", `The run is ${result.status}.`, { runStatus: result.status });
  }
}
