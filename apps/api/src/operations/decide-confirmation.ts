import { redactText } from "@operator/redaction";
import { commandAnswer } from "../confirmations/answers.ts";
import { confirmationNotFound } from "../confirmations/refusals.ts";
import type { Handler } from "../handler.ts";
import { refuse } from "../refusal.ts";

/** A person's decision about the candidate that they reviewed. */
export const decideConfirmation: Handler<"decideConfirmation"> = async ({ params, body, caller }, ports) => {
  const { confirmation_id: id } = params;
  const found = await ports.desks.get(caller.tenant, id, undefined);
  if (found === undefined) return confirmationNotFound();
  const { agent } = found.state.candidate;
  const { deciders, policyDigest } = await ports.directories.decisionFacts(caller.tenant, [caller.keyId], agent);
  const [decider] = deciders;
  if (decider === undefined) return refuse("invalid_api_key", "The key is mistyped, unknown, expired or revoked.");
  const { decision, candidate_digest: candidateDigest, reason } = body;
  const result = await ports.desks.decide(caller.tenant, id, {
    kind: "decide",
    decider,
    decision,
    candidateDigest,
    ...(reason === undefined ? {} : { reason: redactText(reason) }),
    policyDigest,
  });
  return commandAnswer(result, ports.now());
};
