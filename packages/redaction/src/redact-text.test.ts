import { describe, expect, it } from "vitest";
import { redactText, redactTextWithReport } from "./redact-text.ts";
import { generate } from "./testing/generate.ts";
import { Random } from "./testing/random.ts";

const random = new Random(7);
const secret = (format: string): string => generate(format, random);
const R = "[REDACTED]";

describe("what is removed", () => {
  const token = secret("<base62:32>");
  const password = `${secret("<base62:11>")}7x`;
  const cases: readonly (readonly [string, string, string])[] = [
    ["the credentials of a header, not its name or scheme", "Authorization: Bearer abc", `Authorization: Bearer ${R}`],
    [
      "a header in a quoted argument",
      `curl -H "Authorization: Bearer ${token}" https://x`,
      `curl -H "Authorization: Bearer ${R}" https://x`,
    ],
    [
      "all parameters of a signature scheme",
      `Authorization: Digest username="bob", response="${token}"`,
      `Authorization: Digest ${R}`,
    ],
    [
      "parameters behind a list of signed headers",
      `Authorization: AWS4-HMAC-SHA256 Credential=x/eu, SignedHeaders=host;x-amz-date, Signature=${token}`,
      `Authorization: AWS4-HMAC-SHA256 ${R}`,
    ],
    [
      "a credential that its scheme names",
      `Authorization: Token token="${token}", nonce="x"`,
      `Authorization: Token ${R}`,
    ],
    [
      "a token in the place of the user",
      `https://${token}:x-oauth-basic@x.example/a`,
      `https://${R}:x-oauth-basic@x.example/a`,
    ],
    ["a YAML block scalar", `password: |\n  ${password}\nuser: bob`, `password: |\n  ${R}\nuser: bob`],
    [
      "a field of a multipart form",
      `form-data; name="password"\r\n\r\n${password}\r\n--x`,
      `form-data; name="password"\r\n\r\n${R}\r\n--x`,
    ],
    ["a value in braces", `UID=sa;PWD={a;${password}};`, `UID=sa;PWD={${R}};`],
    ["a value in a wrapper", `api_key: Some("${token}")`, `api_key: Some("${R}")`],
    ["the argument of a setter", `config.setPassword("${password}")`, `config.setPassword("${R}")`],
    ["an argument on a continued line", `curl -sS \\\n  -u bob:${token} x`, `curl -sS \\\n  -u bob:${R} x`],
    ["a value below its name on a continued line", `password=\\\n${password} x`, `password=\\\n${R} x`],
    ["a form body", `Authorization%3A+Bearer+${token}`, `Authorization%3A+Bearer+${R}`],
    ["a key in a vendor's message", `Incorrect API key provided: ${token}.`, `Incorrect API key provided: ${R}.`],
    ["an unknown scheme's whole value", `Authorization: ${token}`, `Authorization: ${R}`],
    ["the value of an assignment", `DB_PASSWORD=${password}`, `DB_PASSWORD=${R}`],
    ["a value with punctuation in an .env line", "DB_PASSWORD=p@ss,w0rd(x)", `DB_PASSWORD=${R}`],
    ["a quoted value with blanks", "password='correct horse'", `password='${R}'`],
    ["a member of JSON in JSON", `{\\"password\\":\\"${password}\\"}`, `{\\"password\\":\\"${R}\\"}`],
    ["a number under a password's name, keeping the JSON valid", '{"password": 12345678}', `{"password": "${R}"}`],
    ["the password of a URL, keeping the user", `postgres://app:${password}@db/main`, `postgres://app:${R}@db/main`],
    ["a secret query parameter", `https://x.example/?token=${token}&page=2`, `https://x.example/?token=${R}&page=2`],
    [
      "the values of cookies, not their names",
      `Cookie: theme=dark; session=${token}`,
      `Cookie: theme=dark; session=${R}`,
    ],
    [
      "the value and not the attributes of a set cookie",
      `Set-Cookie: sid=${token}; Path=/; HttpOnly`,
      `Set-Cookie: sid=${R}; Path=/; HttpOnly`,
    ],
    [
      "a name and value object",
      `{"name":"DB_PASSWORD","value":"${password}"}`,
      `{"name":"DB_PASSWORD","value":"${R}"}`,
    ],
    ["a pair", '["authorization","Bearer abc"]', `["authorization","Bearer ${R}"]`],
    ["an argument of a command", `mysql -u root -p${password} app`, `mysql -u root -p${R} app`],
    ["what is said in a sentence", `the password is ${password}.`, `the password is ${R}.`],
    ["40 hex digits under a secret's name", `secret_key=${secret("<hex:40>")}`, `secret_key=${R}`],
    [
      "a private key whose line breaks are written out",
      `"key": "\x2d----BEGIN PRIVATE KEY-----\\n${secret("<base64:64>")}\\n-----END PRIVATE KEY-----\\n"`,
      `"key": "${R}\\n"`,
    ],
    [
      "a private key without its last line",
      `\x2d----BEGIN RSA PRIVATE KEY-----\n${secret("<base64:64>")}\n${secret("<base64:30>")}`,
      R,
    ],
    ["our own keys, whatever their checksum", `key ${secret("op_live_acme-2_<base62:38>")} used`, `key ${R} used`],
  ];
  for (const [title, text, expected] of cases) {
    it(`removes ${title}`, () => expect(redactText(text)).toBe(expected));
  }
});

describe("what is kept", () => {
  it("keeps a commit but removes the same digits as the value of a secret", () => {
    const digits = secret("<hex:40>");
    expect(redactText(`commit ${digits}`)).toBe(`commit ${digits}`);
    expect(redactText(`secret_key=${digits}`)).toBe(`secret_key=${R}`);
  });

  it("keeps text that has been redacted", () => {
    const text = `Authorization: Bearer ${R}, password=${R} token: "${R}" https://u:${R}@host/`;
    expect(redactText(text)).toBe(text);
  });

  it("keeps the line below a secret, whatever the secret looks like at its end", () => {
    const token = secret("ghp_<base62:36>");
    const basic = btoa("bob:correct-horse-1");
    for (const [first, kept, below] of [
      [`Authorization: Basic ${basic}`, "Authorization: Basic ", "Host: example.org"],
      [token, "", secret("<hex:40>")],
      [token, "", "Host example.org"],
      [`Authorization: Bearer ${secret("<base62:40>")}`, "Authorization: Bearer ", "Host: example.org"],
      [`TOKEN_A=${secret("<base62:32>")}`, "TOKEN_A=", "status=200"],
      [`TOKEN_A=${secret("<base64:43>=")}`, "TOKEN_A=", "status=200"],
    ] as const)
      for (const by of ["\n", "\r\n"]) expect(redactText(first + by + below)).toBe(kept + R + by + below);
  });

  it("keeps JSON valid, and as many elements as there were", () => {
    const line = secret("<base64:64>");
    for (const [value, expected] of [
      [
        ["\x2d----BEGIN PRIVATE KEY-----", line, "abc", "-----END PRIVATE KEY-----"],
        [R, R, R, R],
      ],
      [["password: |\n  "], ["password: |\n  "]],
    ] as const)
      expect(JSON.parse(redactText(JSON.stringify(value)))).toEqual(expected);
    expect(() => JSON.parse(redactText('["Authorization: Digest e=\\""]'))).not.toThrow();
    expect(redactText(`INFO ${JSON.stringify({ keys: [`a\n${line}`] })}`)).toContain("keys");
  });

  it("keeps references to secrets that are kept elsewhere", () => {
    for (const text of [
      'api_key = os.environ["API_KEY"]',
      `password: ${"$"}{DB_PASSWORD}`,
      "token = get_token(request)",
      "secret_name=db-main",
    ])
      expect(redactText(text)).toBe(text);
  });

  it("takes no quote of the string around a name for the start of its value", () => {
    const text = '{"log":"export password=","next":"value"}';
    expect(redactText(text)).toBe(text);
  });
});

describe("the report", () => {
  it("counts per rule and holds no secret", () => {
    const token = secret("ghp_<base62:36>");
    const { text, report } = redactTextWithReport(`${token} and password=${token}`);
    expect(text).toBe(`${R} and password=${R}`);
    expect(report.total).toBe(2);
    expect(report.byRule["github-token"]).toBe(1);
    expect(JSON.stringify(report)).not.toContain(token.slice(4, 12));
  });

  it("is empty for clean text", () => {
    expect(redactTextWithReport("all is well").report).toEqual({ total: 0, byRule: {} });
  });
});
