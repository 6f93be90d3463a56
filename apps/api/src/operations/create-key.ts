import { parseRfc3339 } from "@operator/contract";
import type { Handler } from "../handler.ts";
import { refuse } from "../refusal.ts";
import { looksSecret } from "../safe-name.ts";
import { issueKey } from "./key-answer.ts";

/** The last instant that RFC 3339 can write. */
const LAST_INSTANT = Date.parse("9999-12-31T23:59:59.999Z");

function isExpiry(text: string, now: number): boolean {
  const at = parseRfc3339(text);
  return at !== undefined && at > now && at <= LAST_INSTANT;
}

/** Makes an API key for a principal of the caller's tenant. */
export const createKey: Handler<"createKey"> = async ({ body, caller }, ports) => {
  if ([body.principal_id, ...body.actors].some(looksSecret)) {
    return refuse("secret_in_identifier", "A name of the request looks like a secret; names are kept as they are.");
  }
  if (body.expires_at !== undefined && !isExpiry(body.expires_at, ports.now())) {
    const error = {
      code: "invalid_request",
      detail: "must lie in the future and before the year 10000",
      field: "expires_at",
    } as const;
    return refuse("invalid_request", "The key would never work, or never end.", { errors: [error] });
  }
  return issueKey(caller.tenant, body, caller.principalId, ports);
};
