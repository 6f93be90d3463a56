import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redactText } from "./redact-text.ts";
import { generate } from "./testing/generate.ts";
import { Random } from "./testing/random.ts";

const RUNS = { numRuns: 1_500, seed: 20_260_702 };

/** Lines of logs, headers and settings, many of them exactly as wide as a fold, with evidence and without. */
const LINES = [
  "Authorization: Bearer <base62:40>",
  "Authorization: Basic <base64:30>==",
  "Proxy-Authorization: Basic <base64:31>=",
  "ghp_<base62:36>",
  "token=<base62:34>",
  "TOKEN_A=<base64:43>=",
  "session_secret=<base64url:64>",
  "_authToken=npm_<base62:36>",
  "key <base62:64>",
  "password=<base62:10>",
  "Host: example.org",
  "correlation_id=<base62:20>",
  "status=200 took=20ms",
  "<hex:40>",
  "<hex:64>",
  "<hex:7> fix the parser",
  "sha256:<hex:64>",
  "<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>",
  "run_01J9Z0<BASE36:8>",
  "commit <hex:40>",
  "done",
  "Content-Length: 20",
  "GET /a/b HTTP/1.1",
] as const;

const line = fc.tuple(fc.constantFrom(...LINES), fc.nat()).map(([format, seed]) => generate(format, new Random(seed)));

/** Strings that carry escaped headers of blocks, parameters, forms and the lines of keys. */
const STRINGS = [
  "password: |\n  ",
  "password: |\n  <base62:12>",
  'Authorization: Digest e="',
  'Authorization: Digest username="bob", response="<hex:32>"',
  'form-data; name="password"\r\n\r\n<base62:12>\r\n--x',
  "\x2d----BEGIN PRIVATE KEY-----",
  "<base64:64>",
  "<base64:12>",
  "-----END PRIVATE KEY-----",
  "Private-Lines: 1\n",
  'password":"',
  '{"password":"<base62:12>"}',
  "00000000  54 68 65",
  "/cb?access_token=<base62:12>&token_type=bearer",
  "plain",
  "",
] as const;

const text = fc
  .tuple(fc.constantFrom(...STRINGS), fc.nat())
  .map(([format, seed]) => generate(format, new Random(seed)));
const document = fc.letrec((tie) => ({
  value: fc.oneof({ weight: 3, arbitrary: text }, { weight: 1, arbitrary: fc.integer() }, tie("array"), tie("object")),
  array: fc.array(tie("value"), { maxLength: 5 }),
  object: fc.dictionary(fc.constantFrom("password", "value", "key", "log", "lines", ""), tie("value"), { maxKeys: 3 }),
})).value;

const shapeOf = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(shapeOf)
    : typeof value === "object" && value !== null
      ? Object.values(value).map(shapeOf)
      : null;

describe("lines and documents", () => {
  for (const by of ["\n", "\r\n"])
    it(`redacts lines parted by ${JSON.stringify(by)} as it redacts each`, () => {
      fc.assert(
        fc.property(line, line, (first, second) => {
          expect(redactText(first + by + second)).toBe(redactText(first) + by + redactText(second));
        }),
        RUNS,
      );
    });

  it("keeps documents valid, of the same shape, and redacts them once", () => {
    fc.assert(
      fc.property(document, fc.constantFrom(undefined, 2), (value, indent) => {
        const once = redactText(JSON.stringify(value, null, indent));
        expect(shapeOf(JSON.parse(once))).toEqual(shapeOf(value));
        expect(redactText(once)).toBe(once);
      }),
      RUNS,
    );
  });
});
