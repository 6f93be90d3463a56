import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonValue } from "./json-value.ts";
import { redactText } from "./redact-text.ts";
import { redactValue } from "./redact-value.ts";
import { agentOutput, agentText, agentValue } from "./testing/arbitraries.ts";

const RUNS = { numRuns: 2_500, seed: 20_260_702 };

/** Same members, same lengths, same kinds; only a number under a password's name may become a string. */
function sameShape(before: unknown, after: unknown): boolean {
  if (Array.isArray(before))
    return (
      Array.isArray(after) &&
      after.length === before.length &&
      before.every((item, index) => sameShape(item, after[index]))
    );
  if (typeof before === "object" && before !== null) {
    if (typeof after !== "object" || after === null || Array.isArray(after)) return false;
    const values = Object.values(after);
    return values.length === Object.keys(before).length;
  }
  return typeof before === typeof after || (typeof before === "number" && after === "[REDACTED]");
}

describe("redacting", () => {
  it("is idempotent for any text", () => {
    fc.assert(
      fc.property(fc.oneof(agentText, agentOutput, fc.string()), (text) => {
        const once = redactText(text);
        expect(redactText(once)).toBe(once);
      }),
      RUNS,
    );
  });

  it("is idempotent for any value, and shares what it did not change", () => {
    fc.assert(
      fc.property(agentValue, (value) => {
        const once = redactValue(value as JsonValue);
        expect(redactValue(once)).toBe(once);
      }),
      RUNS,
    );
  });

  it("keeps the shape of a value", () => {
    fc.assert(
      fc.property(agentValue, (value) => {
        expect(sameShape(value, redactValue(value as JsonValue))).toBe(true);
      }),
      RUNS,
    );
  });

  it("keeps JSON text valid", () => {
    fc.assert(
      fc.property(agentValue, (value) => {
        expect(() => JSON.parse(redactText(JSON.stringify(value)))).not.toThrow();
      }),
      RUNS,
    );
  });

  it("judges lines on their own", () => {
    // No line ends where a folded value or a private key could go on.
    const line = agentText.map((text) => `${text.replaceAll(/[\r\n]/g, " ").replaceAll("-----", "")} done.`);
    fc.assert(
      fc.property(line, line, (first, second) => {
        expect(redactText(`${first}\n${second}`)).toBe(`${redactText(first)}\n${redactText(second)}`);
      }),
      RUNS,
    );
  });

  it("removes nothing but what it replaces", () => {
    fc.assert(
      fc.property(agentOutput, (text) => {
        let from = 0;
        for (const part of redactText(text).split(/"?\[REDACTED\]"?/)) {
          const at = text.indexOf(part, from);
          expect(at).toBeGreaterThanOrEqual(from);
          from = at + part.length;
        }
      }),
      RUNS,
    );
  });
});
