import type { Handler } from "../handler.ts";
import { runAnswer } from "./run-answer.ts";

/** How a run went. */
export const summarizeRun: Handler<"summarizeRun"> = async ({ params, caller }, ports) =>
  runAnswer(await ports.runs.answer(caller.tenant, params.run_id, "summary"));
