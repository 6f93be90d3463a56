import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const DOCS = readFileSync(new URL("../../../docs/readiness.md", import.meta.url), "utf8");
const CHECKS = new URL("../src/checks/", import.meta.url);

/** Codes as the checks write them: the first text of a report, or the field `code`. */
const CODE = /(?:\b(?:toFix|wrong|missing|finding)\(\s*|\bcode: |return \[wrong\()"([a-z_]+)"/g;

it("lists every code that a check reports", () => {
  const files = readdirSync(CHECKS).filter((file) => !file.endsWith(".test.ts"));
  const codes = files.flatMap((file) =>
    [...readFileSync(new URL(file, CHECKS), "utf8").matchAll(CODE)].map(([, code]) => code),
  );
  expect(codes.length).toBeGreaterThan(30);
  expect([...new Set(codes)].filter((code) => !DOCS.includes(`\`${code}\``))).toEqual([]);
});
