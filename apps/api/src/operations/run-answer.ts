import type { SerialisedAnswer } from "../handler.ts";
import type { AnswerResult } from "../objects/run-log/object.ts";
import { type Refusal, refuse, runNotFound } from "../refusal.ts";

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
