import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { fixtures } from "./fixtures.ts";

const SOURCES = new URL("../src/", import.meta.url);
const document = readFileSync(new URL("../../../docs/readiness.md", import.meta.url), "utf8");

const rows = document
  .split("\n")
  .filter((line) => /^\| `[a-z]+(?:_[a-z]+)+` \| (?:blocking|advisory|either) \|/.test(line))
  .map((line) =>
    line
      .replaceAll("`", "")
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  .map(([code = "", severity, category, action]) => ({ code, severity, category, action }));

/** Codes as they stand where a finding is made. */
const MADE = /(?:\b(?:toFix|toCorrect|toInstall|wrong|missing|finding|report)\(\s*|\bcode: )"([a-z]+(?:_[a-z]+)+)"/g;
/** Codes that are put together from a part of a package and what is known of it. */
const PUT_TOGETHER = ["signature", "sbom"].flatMap((part) => [`package_${part}_invalid`, `package_${part}_missing`]);

it("docs/readiness.md has a row for every code, and for no other", () => {
  const paths = readdirSync(SOURCES, { recursive: true, encoding: "utf8" });
  const texts = paths
    .filter((path) => /(?<!\.test)\.ts$/.test(path))
    .map((path) => readFileSync(new URL(path, SOURCES), "utf8"));
  const made = new Set([
    ...texts.flatMap((text) => [...text.matchAll(MADE)].map(([, code = ""]) => code)),
    ...PUT_TOGETHER,
  ]);
  made.delete("more_issues");
  expect(rows.map(({ code }) => code).toSorted()).toEqual([...made].toSorted());
});

it("docs/readiness.md says of each labelled issue what is answered", () => {
  for (const { name, expected } of fixtures) {
    for (const { code, severity, category, action } of expected.issues) {
      const row = rows.find((one) => one.code === code);
      if (row === undefined) expect([name, code]).toEqual([name, expect.stringMatching(/^policy_/)]);
      else expect([name, { ...row, severity }]).toEqual([name, { code, severity, category, action }]);
      if (row !== undefined && row.severity !== "either")
        expect([name, code, severity]).toEqual([name, code, row.severity]);
    }
  }
});
