import { redactText } from "@operator/redaction";
import { commandAnswer } from "../confirmations/answers.ts";
import type { Handler } from "../handler.ts";
import { invalidKey } from "../middleware/authentication.ts";

/** A person's decision about the candidate that they reviewed. */
export const decideConfirmation: Handler<"decideConfirmation"> = async ({ params, body, caller }, ports) => {
  const { decision, candidate_digest: candidateDigest, reason } = body;
  const result = await ports.desks.decide(caller.tenant, params.confirmation_id, {
    keyId: caller.keyId,
    decision,
    candidateDigest,
    ...(reason === undefined ? {} : { reason: redactText(reason) }),
  });
  if (result.kind === "key_revoked") return invalidKey();
  return commandAnswer(result, ports.now());
};
