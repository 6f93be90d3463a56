import { existsSync, readdirSync, readFileSync } from "node:fs";
import { contractTypes } from "../src/contract-types.ts";
import { type JsonSchema, toJsonSchema } from "../src/json-schema.ts";
import { SCHEMA_MAJOR, SCHEMA_VERSION } from "../src/version.ts";
import { breakingChanges, describeChange } from "./compatibility.ts";

/** Where the committed schemas stand, a folder for each version of the contract. */
export const SCHEMAS_FOLDER = new URL("../schemas/", import.meta.url);

/** JSON Schemas by the name of their type. */
export type Schemas = Readonly<Record<string, JsonSchema>>;

/** The JSON Schema 2020-12 of every contract type as the sources define it now. Each stands on its own. */
export function generatedSchemas(): Schemas {
  const schemas: Record<string, JsonSchema> = {};
  for (const [name, type] of Object.entries(contractTypes)) {
    // What clients send and what they get are the same here: no contract type has defaults.
    const { definitions } = toJsonSchema(type, "output");
    const { [name]: own, ...others } = definitions;
    schemas[name] = {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: `urn:operator-contract:${SCHEMA_VERSION}:${name}`,
      title: name,
      ...own,
      ...(Object.keys(others).length > 0 ? { $defs: others } : {}),
    };
  }
  return schemas;
}

/** A schema as the text of its file. */
export function schemaText(schema: JsonSchema): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** The committed files of one version, by name of type; none when there is no such version yet. */
export function committedTexts(version: string): Record<string, string> {
  const folder = new URL(`${version}/`, SCHEMAS_FOLDER);
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return Object.fromEntries(files.map((file) => [file.slice(0, -5), readFileSync(new URL(file, folder), "utf8")]));
}

/** The committed versions that ours must be compatible with: all of the same major. */
export function baselineVersions(): string[] {
  if (!existsSync(SCHEMAS_FOLDER)) return [];
  return readdirSync(SCHEMAS_FOLDER).filter((version) => version.startsWith(`${SCHEMA_MAJOR}.`));
}

/** A schema of an earlier version, read as one of ours: answers name the version that they follow. */
function atOurVersion(text: string, version: string): JsonSchema {
  return JSON.parse(text.replaceAll(`"const": "${version}"`, `"const": "${SCHEMA_VERSION}"`));
}

/** Everything by which `schemas` differ from a committed version other than by addition, one line each. */
export function breakingSince(
  version: string,
  committed: Readonly<Record<string, string>>,
  schemas: Schemas,
): string[] {
  return Object.entries(committed).flatMap(([name, text]) => {
    const schema = schemas[name];
    if (schema === undefined) return [`${version}/${name}: schema_removed`];
    const changes = breakingChanges(atOurVersion(text, version), schema);
    return changes.map((change) => `${version}/${name}${describeChange(change)}`);
  });
}
