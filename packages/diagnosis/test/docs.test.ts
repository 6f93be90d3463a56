import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withRuleTables } from "../scripts/rule-table.ts";

test("docs/diagnosis.md shows the rules as they are; run `npm run generate` when it does not", () => {
  const document = readFileSync(new URL("../../../docs/diagnosis.md", import.meta.url), "utf8");
  expect(document).toBe(withRuleTables(document));
});
