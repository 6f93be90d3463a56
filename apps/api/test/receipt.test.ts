import { canonicalJson, toHex } from "@operator/audit";
import { ReceiptClaims } from "@operator/contract";
import { compactVerify, createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { sha256 } from "../src/adapters/sha256.ts";
import { decide, proposeEgress, trail } from "./confirmations.ts";
import { openTenant, send } from "./harness.ts";
import { storePolicy } from "./policies.ts";

/** What an executor keeps, and the document of keys; nothing else is asked from here on. */
async function redeemed() {
  const tenant = await openTenant();
  await storePolicy(tenant);
  const confirmation = await proposeEgress(tenant);
  await decide(tenant.reviewer, confirmation);
  const grant = await tenant.executor.redeemGrant({ ...confirmation, body: {} });
  const document: JSONWebKeySet = await (await send("/.well-known/operator-keys.json")).json();
  return { tenant, confirmation, grant, keys: createLocalJWKSet(document) };
}

const EXPECTED = { issuer: "operator.test", typ: "operator-receipt+jwt", algorithms: ["EdDSA"] };

describe("A receipt", () => {
  it("verifies offline with the published keys and states what was approved", async () => {
    const { tenant, confirmation, grant, keys } = await redeemed();
    const { payload, protectedHeader } = await jwtVerify(grant.receipt, keys, EXPECTED);
    expect(protectedHeader.alg).toBe("EdDSA");
    const claims = ReceiptClaims.parse(payload);
    const digest = `sha256:${toHex(sha256(canonicalJson(JSON.parse(JSON.stringify(grant.candidate)))))}`;
    expect(claims).toMatchObject({
      confirmation_id: confirmation.confirmation_id,
      tenant: tenant.id,
      candidate_digest: digest,
      base_policy_digest: confirmation.candidate.base_policy_digest,
      candidate_policy_digest: confirmation.candidate.candidate_policy_digest,
      deciders: [{ id: "reviewer-1" }],
      executor: "executor",
    });
    expect(claims.exp - claims.iat).toBeLessThanOrEqual(600);
    const record = (await trail(tenant))[claims.audit_position.index];
    expect(record).toMatchObject({ event_type: "grant_redeemed", payload: { nonce: claims.jti } });
  });

  it("does not verify once anything of it was changed", async () => {
    const { grant, keys } = await redeemed();
    const [header = "", claims = "", signature = ""] = grant.receipt.split(".");
    const encode = (value: object) =>
      btoa(JSON.stringify(value)).replaceAll("=", "").replaceAll("+", "-").replaceAll("/", "_");
    const decode = (text: string) => JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/")));
    const said = decode(claims);
    const forged = [
      ...Object.entries({
        tenant: "another",
        exp: said.exp + 60,
        executor: "me",
        candidate_digest: `sha256:${"0".repeat(64)}`,
      }).map(([name, value]) => `${header}.${encode({ ...said, [name]: value })}.${signature}`),
      `${encode({ ...decode(header), alg: "none" })}.${claims}.`,
      `${encode({ ...decode(header), alg: "HS256" })}.${claims}.${signature}`,
      `${encode({ ...decode(header), kid: "another" })}.${claims}.${signature}`,
      `${header}.${claims}.${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`,
      `${header}.${claims}.`,
    ];
    await expect(compactVerify(grant.receipt, keys)).resolves.toBeDefined();
    for (const receipt of forged) await expect(jwtVerify(receipt, keys, EXPECTED)).rejects.toThrow();
  });

  it("verifies with the key that signed it and with no other", async () => {
    const { grant } = await redeemed();
    const { kid } = decodeProtectedHeader(grant.receipt);
    const { keys }: JSONWebKeySet = await (await send("/.well-known/operator-keys.json")).json();
    expect(keys).toHaveLength(2);
    const others = createLocalJWKSet({ keys: keys.filter((key) => key.kid !== kid) });
    await expect(jwtVerify(grant.receipt, others, EXPECTED)).rejects.toThrow();
  });
});
