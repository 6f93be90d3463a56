import { NextActionResponse, readForeign } from "@operator/contract";
import {
  nextProjectAction as answerFor,
  nothingToRepair,
  projectNotReady,
  readyAfterFailure,
} from "@operator/diagnosis";
import type { Handler } from "../handler.ts";

/** The one next action over all runs and projects of the tenant, or over those of one agent: for what went wrong last. */
export const nextProjectAction: Handler<"nextProjectAction"> = async ({ query, caller }, ports) => {
  const { failure, unready, readySince } = await ports.directories.projectState(caller.tenant, query.agent);
  if (unready !== undefined && unready.validatedAt > (failure?.lastEventAt ?? 0)) {
    const answer = projectNotReady(unready);
    if (answer !== undefined) return { body: answer };
  }
  if (failure === undefined) return { body: nothingToRepair() };
  const { run_id, agent } = failure.item;
  const result = await ports.runs.answer(caller.tenant, run_id, "next_action");
  if (typeof result !== "string") return { body: nothingToRepair() };
  const forRun = { ...readForeign(NextActionResponse, JSON.parse(result)), run_id };
  return { body: readySince === undefined ? answerFor(forRun, agent) : readyAfterFailure(forRun, agent) };
};
