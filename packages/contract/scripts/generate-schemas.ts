/**
 * Writes the JSON Schema of every contract type to `schemas/<version>/`. What is committed there is the baseline: a change
 * that is no addition is refused and nothing is written. A breaking change needs a new major version of the contract.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { SCHEMA_VERSION } from "../src/version.ts";
import {
  baselineVersions,
  breakingSince,
  committedTexts,
  generatedSchemas,
  SCHEMAS_FOLDER,
  schemaText,
} from "./schema-files.ts";

const schemas = generatedSchemas();
const breaking = baselineVersions().flatMap((version) => breakingSince(version, committedTexts(version), schemas));

if (breaking.length > 0) {
  console.error(`The schemas would change other than by addition; nothing was written.\n${breaking.join("\n")}`);
  process.exitCode = 1;
} else {
  const folder = new URL(`${SCHEMA_VERSION}/`, SCHEMAS_FOLDER);
  mkdirSync(folder, { recursive: true });
  for (const [name, schema] of Object.entries(schemas))
    writeFileSync(new URL(`${name}.json`, folder), schemaText(schema));
  console.log(`${Object.keys(schemas).length} schemas written for version ${SCHEMA_VERSION}`);
}
