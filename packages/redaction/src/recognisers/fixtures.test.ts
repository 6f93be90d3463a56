import { describe, expect, it } from "vitest";
import { redactText } from "../redact-text.ts";
import { generate } from "../testing/generate.ts";
import { Random } from "../testing/random.ts";
import { FAMILIES, RECOGNISERS } from "./all.ts";

const ROUNDS = 12;

/** Families whose fixtures have words around the secret, which stay. */
const IN_CONTEXT = new Set(["assignments", "authorization", "urls", "shell", "calls", "phrases"]);

for (const [family, recognisers] of Object.entries(FAMILIES)) {
  describe(family, () => {
    for (const recogniser of recognisers) {
      it(`${recogniser.id} finds what it describes and keeps its look-alikes`, () => {
        const random = new Random(recogniser.id.length);
        for (let round = 0; round < ROUNDS; round += 1) {
          for (const format of recogniser.fixtures.positive) {
            const text = generate(format, random);
            const redacted = redactText(text);
            expect(redacted, text).toContain("[REDACTED]");
            if (!IN_CONTEXT.has(family) && !format.includes('"')) expect(redacted.length, text).toBeLessThan(40);
          }
          for (const format of recogniser.fixtures.negative) {
            const text = generate(format, random);
            expect(redactText(text)).toBe(text);
          }
        }
      });
    }
  });
}

it("gives every recogniser its own id, a source and an anchor", () => {
  for (const recogniser of RECOGNISERS) {
    expect(recogniser.id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    expect(recogniser.source.length).toBeGreaterThan(3);
    expect(Math.min(...recogniser.anchors.map((anchor) => anchor.length))).toBeGreaterThanOrEqual(3);
  }
});
