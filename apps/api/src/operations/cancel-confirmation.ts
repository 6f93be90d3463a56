import { commandAnswer } from "../confirmations/answers.ts";
import type { Handler } from "../handler.ts";

/** Takes one's own proposal back. */
export const cancelConfirmation: Handler<"cancelConfirmation"> = async ({ params, caller }, ports) => {
  const command = { kind: "cancel", by: caller.principalId } as const;
  return commandAnswer(await ports.desks.cancel(caller.tenant, params.confirmation_id, command), ports.now());
};
