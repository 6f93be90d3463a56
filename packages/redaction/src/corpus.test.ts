import { describe, expect, it } from "vitest";
import type { JsonValue } from "./json-value.ts";
import { redactText } from "./redact-text.ts";
import { redactValue } from "./redact-value.ts";
import { CONTEXTS } from "./testing/contexts.ts";
import { LOOK_ALIKES } from "./testing/look-alikes.ts";
import { Random } from "./testing/random.ts";
import { formatCount, sampleKinds, survives } from "./testing/samples.ts";
import { encodedParts, TRANSFORMS } from "./testing/transforms.ts";

const KINDS = sampleKinds();
const GOAL_RECALL = 0.99;
const GOAL_KEPT = 0.995;

describe("the corpus", () => {
  it("is as wide as it claims to be", () => {
    expect(formatCount()).toBeGreaterThanOrEqual(150);
    expect(LOOK_ALIKES.length).toBeGreaterThanOrEqual(90);
    expect(TRANSFORMS.length).toBeGreaterThanOrEqual(25);
  });
});

describe("recall", () => {
  for (const context of CONTEXTS) {
    it(`removes secrets in ${context.name}`, () => {
      const random = new Random(3);
      const missed: string[] = [];
      for (const kind of KINDS) {
        const sample = kind.make(random);
        const secret = context.name === "JSON line" ? JSON.stringify(sample.secret).slice(1, -1) : sample.secret;
        if (survives(secret, redactText(context.wrap(sample.text, random)))) missed.push(kind.kind);
      }
      expect(1 - missed.length / KINDS.length, missed.join("\n")).toBeGreaterThanOrEqual(GOAL_RECALL);
    });
  }

  for (const transform of TRANSFORMS) {
    it(`removes secrets written as ${transform.name}`, () => {
      const random = new Random(5);
      const missed: string[] = [];
      let tried = 0;
      for (const kind of KINDS) {
        const sample = kind.make(random);
        if (transform.holds?.(sample.text) === false) continue;
        tried += 1;
        const redacted = redactText(`INFO data ${transform.apply(sample.text)} end`);
        if (encodedParts(transform, sample).some((part) => redacted.includes(part))) missed.push(kind.kind);
      }
      expect(1 - missed.length / tried, missed.join("\n")).toBeGreaterThanOrEqual(GOAL_RECALL);
    });
  }
});

describe("evidence", () => {
  for (const context of CONTEXTS) {
    it(`keeps look-alikes byte for byte in ${context.name}`, () => {
      const random = new Random(9);
      const lost = new Set<string>();
      let tried = 0;
      let kept = 0;
      for (const lookAlike of LOOK_ALIKES) {
        for (let round = 0; round < 5; round += 1) {
          const text = context.wrap(lookAlike.make(random), random);
          tried += 1;
          if (redactText(text) === text) kept += 1;
          else lost.add(lookAlike.kind);
        }
      }
      expect(kept / tried, [...lost].join("\n")).toBeGreaterThanOrEqual(GOAL_KEPT);
    });
  }

  it("keeps look-alikes as values of members", () => {
    const random = new Random(13);
    for (const lookAlike of LOOK_ALIKES) {
      const event: JsonValue = {
        payload: { detail: lookAlike.make(random), destination: "api.example.com:443", key: "region", count: 3 },
      };
      expect(redactValue(event), lookAlike.kind).toBe(event);
    }
  });
});
