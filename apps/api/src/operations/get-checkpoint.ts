import type { Handler } from "../handler.ts";
import { checkpointAnswer } from "./checkpoint-answer.ts";

/** The signed state of the tenant's log. */
export const getCheckpoint: Handler<"getCheckpoint"> = async ({ caller }, ports) => ({
  body: checkpointAnswer(await ports.auditLogs.checkpoint(caller.tenant)),
});
