import { allErrorCategories } from "@operator/contract";
import { describe, expect, test } from "vitest";
import { TEXT_RULES } from "../reading/match.ts";
import { RULE_OF_CODE, RULE_OF_EVENT, RULES } from "./index.ts";

test("Every rule has an id of its own, and every category has rules", () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  expect(new Set(RULES.map(({ category }) => category))).toEqual(new Set(allErrorCategories()));
});

test("No code and no event type belongs to two rules", () => {
  const codes = RULES.flatMap(({ match }) => ("declared" in match ? match.declared : []));
  const events = RULES.flatMap(({ match }) => ("events" in match ? match.events : []));
  expect(RULE_OF_CODE.size).toBe(codes.length);
  expect(RULE_OF_EVENT.size).toBe(events.length);
});

test("The barest sentence of a rule needs no fact, or one that its pattern always finds", () => {
  for (const { id, match, rootCause } of RULES) {
    const barest = rootCause.at(-1) ?? "";
    if ("text" in match) continue;
    const needed = [...barest.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(
      needed.filter((name) => !["target", "action", "status", "exception"].includes(name ?? "")),
      id,
    ).toEqual([]);
  }
});

describe.each(TEXT_RULES.map(({ rule, match }) => ({ id: rule.id, rule, match })))("$id", ({ rule, match }) => {
  test("recognises its example, line by line, and one of its hints stands in that line", () => {
    const lines = rule.example.split(" / ");
    const line = lines.map((part, index) => (index > 0 ? `  ${part}` : part)).find((part) => match.text.test(part));
    expect(line, rule.example).toBeDefined();
    expect(match.hints.some((hint) => line?.includes(hint))).toBe(true);
  });

  test("takes time in proportion to a hostile line", () => {
    const seeds = [...match.hints, rule.example, "A_", "a-", "x.", " ", "((", "1 ", "=>", "KEY_"];
    const lines = seeds.map((seed) => seed.repeat(Math.ceil(2000 / seed.length)).slice(0, 2000));
    // The least of several: a machine that does something else meanwhile makes any one of them longer.
    const times = Array.from({ length: 5 }, () => {
      const started = performance.now();
      for (const line of lines) match.text.test(line);
      return performance.now() - started;
    });
    expect(Math.min(...times)).toBeLessThan(60);
  });
});

test("No pattern nests or joins unbounded quantifiers", () => {
  for (const { rule, match } of TEXT_RULES) {
    const unbounded =
      match.text.source
        .replace(/\\./g, "x")
        .replace(/\[[^\]]*\]/g, "x")
        .match(/[*+]|\{\d+,\}/g) ?? [];
    expect(unbounded, rule.id).toEqual([]);
  }
});
