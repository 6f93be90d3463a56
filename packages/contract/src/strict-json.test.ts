import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_JSON_DEPTH } from "./limits.ts";
import { readStrictJson } from "./strict-json.ts";

const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

describe("readStrictJson", () => {
  it.each([
    ["a key that stands twice", '{"a":{"b":1,"b":2}}', "duplicate_key", "a.b"],
    ["a key that stands twice in two spellings", '{"a":1,"\\u0061":2}', "duplicate_key", "a"],
    ["a prototype key", '{"a":{"__proto__":1}}', "forbidden_key", "a"],
    ["an escaped prototype key", '{"\\u005f_proto__":1}', "forbidden_key", ""],
    ["an integer beyond 2^53", '{"a":[1,9007199254740993]}', "number_not_exact", "a[1]"],
    ["an integer beyond 2^53 that a double happens to hold", '{"a":100000000000000000000}', "number_not_exact", "a"],
    ["an integer beyond 2^53 in scientific notation", '{"a":1e+21}', "number_not_exact", "a"],
    ["a number beyond every double", '{"a":1e400}', "number_not_exact", "a"],
    ["a number that would become zero", '{"a":1e-400}', "number_not_exact", "a"],
    ["a number whose last digits a double would change", '{"a":4503599627370497.7}', "number_not_exact", "a"],
    ["a tiny number that a double would change", '{"a":4.9e-324}', "number_not_exact", "a"],
    ["more digits than a double holds", '{"a":0.12345678901234567890}', "number_not_exact", "a"],
    ["an escaped NUL", '{"a":"x\\u0000"}', "nul_character", "a"],
    ["a raw NUL", '{"a":"x\0"}', "nul_character", "a"],
    ["half a surrogate pair", '{"a":"\\ud800"}', "lone_surrogate", "a"],
    ["half a surrogate pair in a key", '{"\\udc00":1}', "lone_surrogate", ""],
    ["nesting beyond the limit", nested(MAX_JSON_DEPTH + 1), "nesting_too_deep", "[0]".repeat(MAX_JSON_DEPTH)],
    ["nesting far beyond the limit", nested(100_000), "nesting_too_deep", "[0]".repeat(MAX_JSON_DEPTH)],
    ["no JSON", '{"a":tru}', "malformed_json", "a"],
    ["a trailing comma", '{"a":[1,]}', "malformed_json", "a[1]"],
    ["text behind the value", "{} {}", "malformed_json", ""],
    ["nothing", "", "malformed_json", ""],
    ["a raw line break in a string", '{"a":"x\ny"}', "malformed_json", "a"],
  ])("refuses %s", (_, text, code, path) => {
    const read = readStrictJson(text, (key) => key);
    expect(read).toMatchObject({ ok: false, fault: { code, path } });
  });

  it.each([
    ["largest safe integers", '{"a":[9007199254740991,-9007199254740991]}'],
    ["every double that is printed with 17 digits", '{"a":0.30000000000000004}'],
    ["other spellings of a number that a double holds", '{"a":[1.0,1e2,0.5e-3,-0,100000,1.50,1E2]}'],
    ["small numbers", '{"a":5e-324}'],
    ["whitespace", ' { "a" : [ 1 , 2 ] } \n'],
    ["pairs of surrogates", '{"a":"\\ud83d\\ude00"}'],
    ["an escaped backslash before what looks like an escape", '{"a":"\\\\u0000 \\\\ud800"}'],
    ["integer-like keys in any order", '{"10":1,"9":2}'],
    ["nesting up to the limit", nested(MAX_JSON_DEPTH)],
    ["names of object methods", '{"constructor":1,"toString":2}'],
  ])("reads %s", (_, text) => {
    expect(readStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text) });
  });

  it("reads what JSON.parse reads, however it is indented, where nothing is refused", () => {
    const safe = fc
      .jsonValue({ maxDepth: 6 })
      .filter((value) => !/__proto__|\\u0000|\\ud|e\+/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(safe, fc.nat(3), (value, indent) => {
        const read = readStrictJson(JSON.stringify(value, null, indent));
        if (read.ok) expect(read.value).toEqual(JSON.parse(JSON.stringify(value)));
        else expect(read.fault.code).toBe("number_not_exact");
      }),
    );
  });

  it("never throws and never repeats a key that it was not told to show", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const read = readStrictJson(`{"canary-7f3a":${text}`);
        if (!read.ok) expect(JSON.stringify(read.fault)).not.toContain("canary");
      }),
    );
  });
});
