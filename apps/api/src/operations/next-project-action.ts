import { NextActionResponse, readForeign } from "@operator/contract";
import { nextProjectAction as answerFor, nothingToRepair } from "@operator/diagnosis";
import type { Handler } from "../handler.ts";

/** The one next action over all runs of the tenant. */
export const nextProjectAction: Handler<"nextProjectAction"> = async ({ caller }, ports) => {
  const failed = await ports.directories.latestFailure(caller.tenant);
  if (failed === undefined) return { body: nothingToRepair() };
  const result = await ports.runs.answer(caller.tenant, failed.run_id, "next_action");
  if (typeof result !== "string") return { body: nothingToRepair() };
  const forRun = readForeign(NextActionResponse, JSON.parse(result));
  return { body: answerFor({ ...forRun, run_id: failed.run_id }, failed.agent) };
};
