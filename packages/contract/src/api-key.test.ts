import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { API_KEY_RANDOM_BYTES, DEPLOYMENT_TENANT, formatApiKey, parseApiKey } from "./api-key.ts";
import { TenantId } from "./tenant-id.ts";

const env = fc.stringMatching(/^[a-z]{1,12}$/);
const tenant = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,39}$/);
/** Bytes of which enough are not skipped: above 247 are 3 % of random ones. */
const random = fc.uint8Array({ minLength: API_KEY_RANDOM_BYTES, maxLength: API_KEY_RANDOM_BYTES, max: 247 });
const parts = fc.record({ env, tenant, random });

const KEY = formatApiKey({ env: "live", tenant: "acme", random: new Uint8Array(API_KEY_RANDOM_BYTES).fill(61) });

describe("formatApiKey and parseApiKey", () => {
  it("agree on environment and tenant", () => {
    fc.assert(
      fc.property(parts, (made) => {
        expect(parseApiKey(formatApiKey(made))).toEqual({ env: made.env, tenant: made.tenant });
      }),
    );
  });

  it("keep the text form that is documented", () => {
    expect(KEY).toMatch(/^op_live_acme_z{32}[0-9A-Za-z]{6}$/);
  });

  it("find every mistyped character", () => {
    const character = fc.string({ unit: "binary", minLength: 1, maxLength: 1 });
    const place = fc.nat(1000);
    fc.assert(
      fc.property(parts, place, fc.oneof(character, fc.stringMatching(/^[0-9A-Za-z_-]$/)), (made, index, typed) => {
        const key = formatApiKey(made);
        const at = index % key.length;
        fc.pre(key.charAt(at) !== typed);
        return parseApiKey(key.slice(0, at) + typed + key.slice(at + 1)) === undefined;
      }),
      { numRuns: 1000 },
    );
  });

  it("find every mistyped letter or digit of one key", () => {
    const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-";
    const taken = [...KEY].flatMap((right, at) =>
      [...letters].filter((typed) => typed !== right && parseApiKey(KEY.slice(0, at) + typed + KEY.slice(at + 1))),
    );
    expect(taken).toEqual([]);
  });

  it("find two neighbours that changed places", () => {
    fc.assert(
      fc.property(parts, fc.nat(1000), (made, index) => {
        const key = formatApiKey(made);
        const at = index % (key.length - 1);
        fc.pre(key.charAt(at) !== key.charAt(at + 1));
        return parseApiKey(key.slice(0, at) + key.charAt(at + 1) + key.charAt(at) + key.slice(at + 2)) === undefined;
      }),
    );
  });

  it("find a character that is missing or stands twice", () => {
    const shorter = [...KEY].map((_, at) => KEY.slice(0, at) + KEY.slice(at + 1));
    const longer = [...KEY].map((_, at) => KEY.slice(0, at + 1) + KEY.slice(at));
    expect([...shorter, ...longer].filter((text) => parseApiKey(text) !== undefined)).toEqual([]);
  });
});

describe("formatApiKey", () => {
  it.each(["", "LIVE", "live1", "a_b", "abcdefghijklm", "li ve"])("refuses the environment %o", (bad) => {
    expect(() => formatApiKey({ env: bad, tenant: "acme", random: new Uint8Array(API_KEY_RANDOM_BYTES) })).toThrow(
      RangeError,
    );
  });

  it.each(["", "Acme", "a_b", "-acme", "acme!", "a".repeat(41), "ácme"])("refuses the tenant %o", (bad) => {
    expect(() => formatApiKey({ env: "live", tenant: bad, random: new Uint8Array(API_KEY_RANDOM_BYTES) })).toThrow(
      RangeError,
    );
  });

  it("skips the bytes that would favour some characters, and refuses when too few are left", () => {
    const bytes = new Uint8Array(API_KEY_RANDOM_BYTES).fill(248);
    expect(() => formatApiKey({ env: "live", tenant: "acme", random: bytes })).toThrow(RangeError);
    expect(formatApiKey({ env: "live", tenant: "acme", random: bytes.fill(0, 64) })).toContain(`_${"0".repeat(32)}`);
  });

  it("uses each of the 62 characters equally often over all bytes", () => {
    const counts = new Map<string, number>();
    for (let byte = 0; byte < 248; byte++) {
      const key = formatApiKey({ env: "live", tenant: "acme", random: new Uint8Array(32).fill(byte) });
      const character = key.charAt("op_live_acme_".length);
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    expect(counts.size).toBe(62);
    expect(new Set(counts.values())).toEqual(new Set([4]));
  });
});

describe("parseApiKey", () => {
  it.each([
    "",
    "op_",
    "Bearer op_live_acme",
    "__proto__",
    ` ${KEY}`,
    `${KEY}\n`,
    KEY.toUpperCase(),
    "x".repeat(100_000),
  ])("reads nothing from %o", (text) => {
    expect(parseApiKey(text)).toBeUndefined();
  });
});

describe("the tenant in a key", () => {
  it("is a tenant id, and every tenant id fits in a key", () => {
    fc.assert(
      fc.property(fc.oneof(tenant, fc.string({ maxLength: 45 })), (id) => {
        fc.pre(id !== DEPLOYMENT_TENANT);
        let fits = true;
        try {
          formatApiKey({ env: "live", tenant: id, random: new Uint8Array(API_KEY_RANDOM_BYTES) });
        } catch {
          fits = false;
        }
        return TenantId.safeParse(id).success === fits;
      }),
    );
  });

  it("is no tenant's when it is the deployment's", () => {
    expect(TenantId.safeParse(DEPLOYMENT_TENANT).success).toBe(false);
    const key = formatApiKey({ env: "live", tenant: DEPLOYMENT_TENANT, random: new Uint8Array(API_KEY_RANDOM_BYTES) });
    expect(parseApiKey(key)).toEqual({ env: "live", tenant: DEPLOYMENT_TENANT });
  });
});
