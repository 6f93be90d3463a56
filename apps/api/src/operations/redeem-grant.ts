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
  const { tenant, principalId, keyId, kind } = caller;
  const scopes = caller.scopes.filter((scope) => scope !== "deployment:admin");
  const nonce = Buffer.from(ports.randomBytes(NONCE_BYTES)).toString("base64url");
  const executor = { id: principalId, keyId, kind, scopes };
  const result = await ports.desks.redeem(tenant, params.confirmation_id, { executor, nonce }, named?.digest);
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
