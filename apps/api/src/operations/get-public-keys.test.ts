import { parseVerifierKey } from "@operator/audit";
import { operations } from "@operator/contract";
import { describe, expect, it } from "vitest";
import { send } from "../../test/harness.ts";
import { sha256 } from "../adapters/sha256.ts";
import { activeKey, SigningKeySet } from "../adapters/signing-keys.ts";

const PATH = "/.well-known/operator-keys.json";
const read = async () => operations.getPublicKeys.output.parse(await (await send(PATH)).json());

describe("getPublicKeys", () => {
  it("lists the key that signs first, then the one that it replaced, without a key of the caller's", async () => {
    const { keys } = await read();
    expect(keys).toHaveLength(2);
    const [current, replaced] = keys;
    expect(current?.exp).toBeUndefined();
    expect(replaced?.exp).toBeLessThanOrEqual(current?.nbf ?? 0);
  });

  it("shows no private part", async () => {
    expect(await (await send(PATH)).text()).not.toMatch(/"d"/);
  });

  it("names every key by its thumbprint, and gives it in the form of verifiers of notes too", async () => {
    for (const { kty, crv, kid, x, vkey } of (await read()).keys) {
      const thumbprint = sha256(JSON.stringify({ crv, kty, x }));
      expect(kid).toBe(Buffer.from(thumbprint).toString("base64url"));
      const key = parseVerifierKey(vkey, sha256);
      expect(key?.name).toBe("operator.test");
      expect(Buffer.from(key?.publicKey ?? []).toString("base64url")).toBe(x);
    }
  });

  it("gives keys that the platform takes", async () => {
    for (const { kty, crv, x } of (await read()).keys) {
      const key = await crypto.subtle.importKey("jwk", { kty, crv, x }, "Ed25519", true, ["verify"]);
      expect(key.type).toBe("public");
    }
  });
});

describe("the key that signs", () => {
  const key = (kid: string, change: object = {}) => ({
    kty: "OKP",
    crv: "Ed25519",
    kid,
    x: "A".repeat(43),
    d: "B".repeat(43),
    ...change,
  });
  const activeOf = (...keys: object[]) => activeKey(SigningKeySet.parse({ keys }), 100_000)?.kid;

  it("is the one that began last", () => {
    expect(activeOf(key("first", { nbf: 10 }), key("second", { nbf: 20 }))).toBe("second");
    expect(activeOf(key("second", { nbf: 20 }), key("first"))).toBe("second");
  });

  it("is none that has not begun, has ended or has no private part", () => {
    expect(activeOf(key("old"), key("future", { nbf: 101 }))).toBe("old");
    expect(activeOf(key("old"), key("ended", { nbf: 20, exp: 100 }))).toBe("old");
    expect(activeOf(key("old"), key("retired", { nbf: 20, d: undefined }))).toBe("old");
    expect(activeOf(key("retired", { d: undefined }))).toBeUndefined();
  });

  it("cannot be told where two keys have one id", () => {
    expect(() => activeOf(key("same"), key("same"))).toThrow("names a key twice");
  });
});
