import type { Handler } from "../handler.ts";
import { runNotFound } from "../refusal.ts";

/** Whether a legal hold keeps a run. */
export const getLegalHold: Handler<"getLegalHold"> = async ({ params, caller }, ports) => {
  const { run_id } = params;
  if ((await ports.runs.nextSeq(caller.tenant, run_id)) === undefined) return runNotFound();
  return { body: (await ports.directories.legalHold(caller.tenant, run_id)) ?? { run_id, held: false } };
};
