import type { Handler } from "../handler.ts";
import { runAnswer } from "./run-answer.ts";

/** Why a failed run failed. */
export const explainFailure: Handler<"explainFailure"> = async ({ params, caller }, ports) =>
  runAnswer(await ports.runs.answer(caller.tenant, params.run_id, "failure"));
