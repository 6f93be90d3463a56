import { policyPatchOf } from "@operator/contract";
import { signReceipt } from "../confirmations/receipt.ts";
import { confirmationNotFound, protocolRefusal } from "../confirmations/refusals.ts";
import type { Handler } from "../handler.ts";
import { readIdempotencyKey } from "../middleware/idempotency-key.ts";
import { isRefusal } from "../refusal.ts";

const NONCE_BYTES = 16;

/** Gives the candidate and its receipt to one executor, once. */
export const redeemGrant: Handler<"redeemGrant"> = async ({ params, headers, caller }, ports) => {
  const named = readIdempotencyKey(headers, caller);
  if (named !== undefined && isRefusal(named)) return named;
  const { confirmation_id: id } = params;
  const found = await ports.desks.get(caller.tenant, id, undefined);
  if (found === undefined) return confirmationNotFound();
  const { candidate, votes } = found.state;
  const keyIds = [...new Set(votes.map(({ key_id }) => key_id))];
  const facts = await ports.directories.decisionFacts(caller.tenant, keyIds, candidate.agent);
  const result = await ports.desks.redeem(
    caller.tenant,
    id,
    {
      kind: "redeem",
      executor: {
        id: caller.principalId,
        keyId: caller.keyId,
        kind: caller.kind,
        scopes: caller.scopes.filter((scope) => scope !== "deployment:admin"),
      },
      nonce: Buffer.from(ports.randomBytes(NONCE_BYTES)).toString("base64url"),
      approvers: facts.deciders,
      policyDigest: facts.policyDigest,
    },
    named?.digest,
  );
  if (result.kind === "confirmation_not_found") return confirmationNotFound();
  if (result.kind === "refused") return protocolRefusal(result.refusal);
  const { state, auditIndex } = result;
  const policy = policyPatchOf(state.candidate);
  return {
    body: {
      receipt: await signReceipt(state, auditIndex, ports),
      candidate: state.candidate,
      ...(policy === undefined ? {} : { policy_yaml: policy.policy_yaml }),
    },
  };
};
