import { readFileSync } from "node:fs";
import { PolicyIssueCode } from "@operator/contract";
import { expect, test } from "vitest";
import { explainAction, RISK_OF_FINDING, recommendPatch } from "../src/index.ts";
import { compiledPolicy, egress, storedPolicy } from "../src/testing/policies.ts";

const document = readFileSync(new URL("../../../docs/policy.md", import.meta.url), "utf8");

/** The rows of the tables of a section, each with its cells. */
function rowsOf(heading: string): string[][] {
  const [, section = ""] = document.split(`${heading}\n`);
  const [body = ""] = section.split(/^#/m);
  const rows = body.split("\n").filter((line) => line.startsWith("| `"));
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
}

/** The code block of a language that holds a text. */
function blockWith(language: string, text: string): string {
  const blocks = [...document.matchAll(/```(\w+)\n([\s\S]*?)```/g)];
  return blocks.find(([, kind, body]) => kind === language && body?.includes(text))?.[2] ?? "";
}

test("docs/policy.md lists every code of a document, and no other", () => {
  expect(rowsOf("### Codes").map(([code]) => code)).toEqual(PolicyIssueCode.options);
});

test("docs/policy.md lists every finding with its risk, and no other", () => {
  const listed = rowsOf("### Risk").map(([finding, risk]) => [finding, risk]);
  expect(Object.fromEntries(listed)).toEqual(RISK_OF_FINDING);
});

test("the worked examples of docs/policy.md are what the policy there leads to", () => {
  const policy = blockWith("yaml", "weather-agent");
  const denial = explainAction(compiledPolicy(policy), "", egress("POST api.example.com:443"));
  expect(document).toContain(`> ${denial?.rationale}`);
  const guarded = explainAction(compiledPolicy(policy), "", egress("0xa9fea9fe:80"));
  expect(document).toContain(`> ${guarded?.rationale}`);
  for (const [action, line] of [
    ["GET api.weather.gov:443", "+  - domain: api.weather.gov"],
    ["POST api.example.com:443", "+    methods: [GET, POST]"],
  ] as const) {
    expect(recommendPatch(storedPolicy(policy), { actions: [egress(action)] })).toMatchObject({
      kind: "recommended",
      diff: blockWith("diff", line),
    });
  }
});
