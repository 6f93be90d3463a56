import { describe, expect, it } from "vitest";
import { SCHEMA_VERSION } from "../src/version.ts";
import { breakingSince, generatedSchemas, schemaText } from "./schema-files.ts";

const answer = (version: string, more: object = {}) => ({
  type: "object",
  properties: { schema_version: { type: "string", const: version }, ...more },
  required: ["schema_version"],
  additionalProperties: false,
});

describe("generatedSchemas", () => {
  it("gives each type a schema that stands on its own", () => {
    for (const [name, schema] of Object.entries(generatedSchemas())) {
      const references = schemaText(schema).matchAll(/"\$ref": "([^"]*)"/g);
      const definitions = Object.keys(schema.$defs ?? {}).map((id) => `#/$defs/${id}`);
      for (const [, reference] of references) expect(definitions, name).toContain(reference);
    }
  });
});

describe("breakingSince", () => {
  it("compares an answer of an earlier minor version by everything but its version", () => {
    const earlier = { Answer: schemaText(answer("1.0.0")) };
    expect(breakingSince("1.0.0", earlier, { Answer: answer(SCHEMA_VERSION, { cost: { type: "number" } }) })).toEqual(
      [],
    );
  });

  it("names the type and the change", () => {
    const earlier = { Answer: schemaText(answer("1.0.0", { cost: { type: "number" } })) };
    expect(breakingSince("1.0.0", earlier, { Answer: answer(SCHEMA_VERSION) })).toEqual([
      '1.0.0/Answer/: property_removed {"property":"cost"}',
    ]);
  });

  it("names a type that is gone", () => {
    expect(breakingSince("1.0.0", { Answer: schemaText(answer("1.0.0")) }, {})).toEqual([
      "1.0.0/Answer: schema_removed",
    ]);
  });

  it("lets types be added", () => {
    expect(breakingSince("1.0.0", {}, { Answer: answer(SCHEMA_VERSION) })).toEqual([]);
  });
});
