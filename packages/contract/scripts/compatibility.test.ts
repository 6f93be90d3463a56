import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../src/json-schema.ts";
import { breakingChanges, describeChange } from "./compatibility.ts";

const EVENT = {
  type: "object",
  properties: {
    run_id: { type: "string", minLength: 1, pattern: "^run_" },
    status: { $ref: "#/$defs/Status" },
    count: { type: "integer", minimum: 1 },
    refs: { type: "array", minItems: 1, items: { $ref: "#/$defs/Ref" } },
    hash: { anyOf: [{ const: "" }, { type: "string", pattern: "^[0-9a-f]+$" }] },
    labels: { type: "object", additionalProperties: { type: "string" } },
  },
  required: ["run_id"],
  additionalProperties: false,
  $defs: {
    Status: { type: "string", enum: ["running", "failed"], description: "Where the run stands." },
    Ref: { type: "object", properties: { ref: { type: "string" } }, required: ["ref"], additionalProperties: false },
  },
} as const satisfies JsonSchema;

/** The event with one definition or property replaced. */
const withProperty = (name: string, schema: unknown): JsonSchema => ({
  ...EVENT,
  properties: { ...EVENT.properties, [name]: schema },
});
const withDefinition = (name: string, schema: unknown): JsonSchema => ({
  ...EVENT,
  $defs: { ...EVENT.$defs, [name]: schema },
});

describe("breakingChanges", () => {
  it.each<[string, JsonSchema]>([
    ["nothing", EVENT],
    ["an optional property", withProperty("agent", { type: "string", minLength: 1 })],
    [
      "an optional property inside a definition",
      withDefinition("Ref", { ...EVENT.$defs.Ref, properties: { ref: { type: "string" }, uri: { type: "string" } } }),
    ],
    ["an enum value", withDefinition("Status", { ...EVENT.$defs.Status, enum: ["running", "failed", "stopped"] })],
    ["the order of enum values", withDefinition("Status", { ...EVENT.$defs.Status, enum: ["failed", "running"] })],
    ["a description", withDefinition("Status", { ...EVENT.$defs.Status, description: "Another text." })],
    ["a title and an id", { ...EVENT, title: "Event", $id: "urn:event" }],
    ["a definition that stands in place instead", withProperty("status", EVENT.$defs.Status)],
    [
      "an alternative's const, to an enum with further values",
      withProperty("hash", { anyOf: [{ enum: ["", "none"] }, EVENT.properties.hash.anyOf[1]] }),
    ],
  ])("lets pass: %s", (_, after) => {
    expect(breakingChanges(EVENT, after)).toEqual([]);
  });

  const { count: _, ...withoutCount } = EVENT.properties;

  it.each<[string, JsonSchema, object]>([
    [
      "a removed property",
      { ...EVENT, properties: withoutCount },
      { kind: "property_removed", at: "", property: "count" },
    ],
    [
      "a property that became required",
      { ...EVENT, required: ["run_id", "count"] },
      { kind: "property_now_required", at: "", property: "count" },
    ],
    [
      "a new required property",
      { ...withProperty("agent", { type: "string" }), required: ["run_id", "agent"] },
      { kind: "property_now_required", at: "", property: "agent" },
    ],
    [
      "a property that may be missing now",
      { ...EVENT, required: [] },
      { kind: "property_no_longer_required", at: "", property: "run_id" },
    ],
    [
      "another type",
      withProperty("count", { type: "number", minimum: 1 }),
      { kind: "constraint_changed", at: "/properties/count", keyword: "type" },
    ],
    [
      "a type that admits more",
      withProperty("count", { type: ["integer", "null"], minimum: 1 }),
      { kind: "constraint_changed", keyword: "type" },
    ],
    [
      "a lower limit",
      withProperty("count", { type: "integer", minimum: 0 }),
      { kind: "constraint_changed", keyword: "minimum", before: 1, after: 0 },
    ],
    [
      "a new limit",
      withProperty("count", { type: "integer", minimum: 1, maximum: 9 }),
      { kind: "constraint_changed", keyword: "maximum", after: 9 },
    ],
    [
      "a limit that is gone",
      withProperty("refs", { type: "array", items: { $ref: "#/$defs/Ref" } }),
      { kind: "constraint_changed", keyword: "minItems" },
    ],
    [
      "another pattern",
      withProperty("run_id", { type: "string", minLength: 1, pattern: "^run-" }),
      { kind: "constraint_changed", at: "/properties/run_id", keyword: "pattern" },
    ],
    [
      "a removed enum value",
      withDefinition("Status", { type: "string", enum: ["running"] }),
      { kind: "enum_value_removed", at: "/properties/status", value: "failed" },
    ],
    [
      "a renamed enum value",
      withDefinition("Status", { type: "string", enum: ["running", "broken"] }),
      { kind: "enum_value_removed", value: "failed" },
    ],
    [
      "an enum that is gone",
      withDefinition("Status", { type: "string" }),
      { kind: "constraint_changed", keyword: "enum" },
    ],
    [
      "a new enum",
      withProperty("run_id", { ...EVENT.properties.run_id, enum: ["run_1"] }),
      { kind: "constraint_changed", keyword: "enum" },
    ],
    [
      "another const",
      withProperty("hash", { anyOf: [{ const: "-" }, EVENT.properties.hash.anyOf[1]] }),
      { kind: "enum_value_removed", at: "/properties/hash/anyOf/0", value: "" },
    ],
    [
      "an alternative that is gone",
      withProperty("hash", { anyOf: [{ const: "" }] }),
      { kind: "constraint_changed", at: "/properties/hash", keyword: "anyOf" },
    ],
    [
      "a change in the items of a list",
      withDefinition("Ref", { ...EVENT.$defs.Ref, properties: { ref: { type: "number" } } }),
      { kind: "constraint_changed", at: "/properties/refs/items/properties/ref", keyword: "type" },
    ],
    [
      "a change in the values of a map",
      withProperty("labels", { type: "object", additionalProperties: { type: "number" } }),
      { kind: "constraint_changed", at: "/properties/labels/additionalProperties", keyword: "type" },
    ],
    [
      "a closed object that opens",
      { ...EVENT, additionalProperties: true },
      { kind: "constraint_changed", keyword: "additionalProperties" },
    ],
    [
      "a new property of an open object",
      withProperty("labels", { ...EVENT.properties.labels, properties: { team: { type: "string", minLength: 1 } } }),
      { kind: "property_constrained", at: "/properties/labels", property: "team" },
    ],
    [
      "a property that nothing fits any more",
      withProperty("count", false),
      { kind: "constraint_changed", at: "/properties/count", keyword: "schema" },
    ],
    [
      "a keyword that it does not know",
      { ...EVENT, dependentRequired: { count: ["status"] } },
      { kind: "constraint_changed", at: "", keyword: "dependentRequired" },
    ],
  ])("names %s", (_, after, change) => {
    expect(breakingChanges(EVENT, after)).toMatchObject([change]);
  });

  it("takes a property that is called like a keyword for what it is", () => {
    const named = withProperty("description", { type: "string" });
    expect(breakingChanges(named, EVENT)).toEqual([{ at: "", kind: "property_removed", property: "description" }]);
  });

  it("names every change, not the first alone", () => {
    const after = { ...EVENT, properties: withoutCount, required: [] };
    expect(breakingChanges(EVENT, after).map((change) => change.kind)).toEqual([
      "property_no_longer_required",
      "property_removed",
    ]);
  });

  it("refuses a reference that leads nowhere, one that leads to itself, and one that a keyword beside it contradicts", () => {
    expect(() => breakingChanges(EVENT, withProperty("status", { $ref: "#/$defs/Gone" }))).toThrow("leads nowhere");
    expect(() => breakingChanges(EVENT, withDefinition("Ref", { items: { $ref: "#/$defs/Ref" } }))).toThrow(
      "contains itself",
    );
    expect(() => breakingChanges(EVENT, withProperty("status", { type: "number", $ref: "#/$defs/Status" }))).toThrow(
      "type",
    );
  });
});

describe("describeChange", () => {
  it("says where, what and the facts in one line", () => {
    const [change] = breakingChanges(EVENT, withDefinition("Status", { type: "string", enum: ["running"] }));
    expect(change && describeChange(change)).toBe('/properties/status: enum_value_removed {"value":"failed"}');
  });
});
