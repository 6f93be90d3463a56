import { expect, it } from "vitest";
import { classifyName, type NameStrength, wordsOf } from "./classify-name.ts";

it("splits names at separators, digits and changes of case", () => {
  expect(wordsOf("dbPassword")).toEqual(["db", "password"]);
  expect(wordsOf("X-API-Key")).toEqual(["x", "api", "key"]);
  expect(wordsOf("AWSSecretAccessKey")).toEqual(["aws", "secret", "access", "key"]);
  expect(wordsOf("u0026token")).toEqual(["u", "0026", "token"]);
});

const EXPECTED: Readonly<Record<NameStrength, readonly string[]>> = {
  password: [
    "password",
    "DB_PASSWORD",
    "client_secret",
    "smtpPass",
    "PGPASSWORD",
    "password1",
    "SECRET_KEY_BASE",
    "passphrase",
    "seed_phrase",
  ],
  token: [
    "token",
    "access_token",
    "API_KEY",
    "x-api-key",
    "AWS_SECRET_ACCESS_KEY",
    "STRIPE_API_KEY_LIVE",
    "githubtoken",
    "jwt",
  ],
  weak: ["auth", "credential", "DATADOG_KEY", "sessionid"],
  vague: ["key", "session"],
  authorization: ["authorization", "Proxy-Authorization"],
  cookie: ["cookie", "Set-Cookie"],
  harmless: [
    "max_tokens",
    "token_count",
    "credential_id",
    "api_key_id",
    "primary_key",
    "public_key",
    "cache_key",
    "idempotency_key",
    "secret_name",
    "password_hash",
    "token_type",
    "expires_in",
    "tokenizer",
    "keyboard",
    "author",
    "monkey",
    "policy_digest",
    "record_hash",
    "secret_injected",
    "password_required",
    "token_budget",
    "key_fingerprint",
    "next_page_token",
    "passed",
  ],
};

for (const [strength, names] of Object.entries(EXPECTED)) {
  it(`takes these for ${strength}`, () => {
    for (const name of names) expect(classifyName(name), name).toBe(strength);
  });
}
