import { confirmationAnswer } from "../confirmations/answers.ts";
import { confirmationNotFound } from "../confirmations/refusals.ts";
import { settlePolicy } from "../confirmations/settle-policy.ts";
import type { Handler } from "../handler.ts";

/** A confirmation, at once or when it changes. That somebody who may decide looks at it is recorded. */
export const getConfirmation: Handler<"getConfirmation"> = async ({ params, query, headers, caller }, ports) => {
  const { confirmation_id: id } = params;
  if (query.wait !== undefined) {
    const seen = /^(?:W\/)?"([^"]+)"$/.exec(headers.get("if-none-match") ?? "")?.[1];
    const waited = await ports.desks.wait(caller.tenant, id, seen, query.wait * 1000);
    if (waited === undefined) return confirmationNotFound();
  }
  const viewer = caller.scopes.includes("confirmations:decide") ? caller.principalId : undefined;
  const found = await ports.desks.get(caller.tenant, id, viewer);
  if (found === undefined) return confirmationNotFound();
  return confirmationAnswer(await settlePolicy(caller.tenant, found, ports), ports.now());
};
