import { redactText } from "@operator/redaction";
import { commandAnswer } from "../confirmations/answers.ts";
import type { Handler } from "../handler.ts";

/** What became of an approved change, as its executor says. */
export const reportApply: Handler<"reportApply"> = async ({ params, body, caller }, ports) => {
  const result = await ports.desks.report(caller.tenant, params.confirmation_id, {
    kind: "report",
    executor: caller.principalId,
    outcome: body.outcome,
    ...(body.detail === undefined ? {} : { detail: redactText(body.detail) }),
  });
  return commandAnswer(result, ports.now());
};
