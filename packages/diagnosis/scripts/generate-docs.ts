import { readFileSync, writeFileSync } from "node:fs";
import { withRuleTables } from "./rule-table.ts";

const FILE = new URL("../../../docs/diagnosis.md", import.meta.url);
writeFileSync(FILE, withRuleTables(readFileSync(FILE, "utf8")));
