import type { Handler } from "../handler.ts";
import { runAnswer } from "./run-answer.ts";

/** The one next action for a run. */
export const nextAction: Handler<"nextAction"> = async ({ params, caller }, ports) =>
  runAnswer(await ports.runs.answer(caller.tenant, params.run_id, "next_action"));
