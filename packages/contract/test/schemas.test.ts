import { readdirSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import {
  baselineVersions,
  breakingSince,
  committedTexts,
  generatedSchemas,
  SCHEMAS_FOLDER,
  schemaText,
} from "../scripts/schema-files.ts";
import { SCHEMA_VERSION } from "../src/version.ts";
import { invalidFixtures, typeNames, validFixtures } from "./fixture-files.ts";

const committed = committedTexts(SCHEMA_VERSION);

/** A validator of a committed file that knows nothing of ours: formats are not asserted, keywords it lacks are errors. */
function validatorOf(text: string | undefined): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, formats: { "date-time": true } });
  return ajv.compile(JSON.parse(text ?? "false"));
}

describe("the committed JSON Schemas", () => {
  it("are those of the contract types, no more and no fewer", () => {
    expect(Object.keys(committed).sort()).toEqual([...typeNames].sort());
  });

  it.each(Object.entries(generatedSchemas()))(
    "say what the sources say (else run `npm run generate`): %s",
    (name, schema) => {
      expect(committed[name]).toBe(schemaText(schema));
    },
  );

  it.each(baselineVersions())("are compatible with version %s", (version) => {
    expect(breakingSince(version, committedTexts(version), generatedSchemas())).toEqual([]);
  });

  it("stand in folders that are named by their version", () => {
    expect(readdirSync(SCHEMAS_FOLDER).filter((name) => !/^\d+\.\d+\.\d+$/.test(name))).toEqual([]);
  });
});

describe.each(typeNames)("the committed JSON Schema of %s", (type) => {
  const validate = validatorOf(committed[type]);
  const invalid = invalidFixtures(type);
  const beyond = invalid.filter((fixture) => fixture.beyond_schema);

  it.each(validFixtures(type))("takes $file", ({ value }) => {
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each(invalid.filter((fixture) => !fixture.beyond_schema))("refuses $file", ({ value }) => {
    expect(validate(value)).toBe(false);
  });

  it.runIf(beyond.length > 0).each(beyond)("cannot tell that $file is wrong, as the file says", ({ value }) => {
    expect(validate(value)).toBe(true);
  });
});
