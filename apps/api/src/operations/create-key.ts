import type { Handler } from "../handler.ts";
import { refuse } from "../refusal.ts";
import { looksSecret } from "../safe-name.ts";
import { issueKey } from "./key-answer.ts";

/** Makes an API key for a principal of the caller's tenant. */
export const createKey: Handler<"createKey"> = async ({ body, caller }, ports) => {
  if ([body.principal_id, ...body.actors].some(looksSecret)) {
    return refuse("secret_in_identifier", "A name of the request looks like a secret; names are kept as they are.");
  }
  return issueKey(caller.tenant, body, caller.principalId, ports);
};
