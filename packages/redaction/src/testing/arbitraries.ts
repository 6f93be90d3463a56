import * as fc from "fast-check";
import { CONTEXTS } from "./contexts.ts";
import { LOOK_ALIKES } from "./look-alikes.ts";
import { Random } from "./random.ts";
import { sampleKinds } from "./samples.ts";
import { TRANSFORMS } from "./transforms.ts";

const KINDS = sampleKinds();

/** Pieces that meet the edges of the recognisers: separators, names, quotes, replacements, halves of formats. */
const FRAGMENTS = [
  "[REDACTED]",
  "[REDACTED",
  "REDACTED]",
  "password",
  "password=",
  "password: ",
  '"password":"',
  "token ",
  "Authorization: ",
  "Bearer ",
  "Basic ",
  "Cookie: ",
  "key=",
  "://",
  "user:pw@",
  "@",
  ":",
  "=",
  " ",
  "\n",
  "\\n",
  "\r\n",
  '"',
  "'",
  '\\"',
  "\\",
  "\\\\",
  ",",
  ";",
  "{",
  "}",
  "[",
  "]",
  "<",
  ">",
  "&",
  "%3D",
  "%",
  "&#61;",
  "\u200b",
  "\u001b[31m",
  "=\n",
  "\x2d----BEGIN PRIVATE KEY-----",
  "-----END PRIVATE KEY-----",
  "eyJ",
  ".",
  "AKIA",
  "ghp_",
  "sk-",
  "sk_live_",
  "abc",
  "hunter2",
  "aB3dE5gH7jK9mN1pQ3sT5vW7",
  "0123456789abcdef",
  "QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
  "--password ",
  "mysql -p",
  "curl -u a:",
  '"name":"API_KEY","value":"',
  "é",
  "\ud83d",
  "\u0000",
  "export ",
  "is ",
  "mnemonic ",
  "op_live_acme_",
];

const sample = fc.tuple(fc.nat(KINDS.length - 1), fc.nat()).map(([index, seed]) => {
  const kind = KINDS[index];
  return kind === undefined ? "" : kind.make(new Random(seed)).text;
});

const lookAlike = fc
  .tuple(fc.nat(LOOK_ALIKES.length - 1), fc.nat())
  .map(([index, seed]) => LOOK_ALIKES[index]?.make(new Random(seed)) ?? "");

const transformed = fc.tuple(sample, fc.constantFrom(...TRANSFORMS)).map(([text, transform]) => {
  try {
    return transform.apply(text);
  } catch {
    return text;
  }
});

/** Text that holds secrets, look-alikes, encodings and debris, joined without care. */
export const agentText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...FRAGMENTS) },
      { weight: 2, arbitrary: sample },
      { weight: 1, arbitrary: lookAlike },
      { weight: 1, arbitrary: transformed },
      { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
    ),
    {
      maxLength: 14,
    },
  )
  .map((parts) => parts.join(""));

/** Text in surroundings, as an agent would write it. */
export const agentOutput: fc.Arbitrary<string> = fc
  .tuple(fc.oneof(sample, lookAlike, transformed, agentText), fc.constantFrom(...CONTEXTS), fc.nat())
  .map(([text, context, seed]) => context.wrap(text, new Random(seed)));

const memberName = fc.oneof(
  fc.constantFrom(
    "password",
    "token",
    "authorization",
    "cookie",
    "name",
    "value",
    "key",
    "credential_id",
    "record_hash",
    "__proto__",
    "max_tokens",
    "kty",
    "d",
    "headers",
  ),
  fc.string({ maxLength: 6 }),
  sample,
);

/** JSON values with secret-like names, name and value objects, and secrets as names. */
export const agentValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.oneof(
      agentText,
      sample,
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    ),
    tie("array"),
    tie("object"),
  ),
  array: fc.array(tie("value"), { maxLength: 4 }),
  object: fc
    .array(fc.tuple(memberName, tie("value")), { maxLength: 4 })
    .map((entries) =>
      JSON.parse(
        `{${[...new Map(entries)].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")}}`,
      ),
    ),
})).value;
