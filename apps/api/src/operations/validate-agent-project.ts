import type { Handler } from "../handler.ts";
import { readSentProject } from "../projects/sent-project.ts";
import { validate } from "../projects/validate.ts";
import { isRefusal } from "../refusal.ts";

/** Says what would stop an agent project from being packed and run. */
export const validateAgentProject: Handler<"validateAgentProject"> = async ({ query, rawBody, caller }, ports) => {
  const sent = await readSentProject({ query, rawBody });
  return isRefusal(sent) ? sent : { body: await validate(caller.tenant, sent, ports) };
};
