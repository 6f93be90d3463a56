import { describe, expect, it } from "vitest";
import { contractTypes } from "../src/contract-types.ts";
import { allErrorCategories } from "../src/enums/error-category.ts";
import { allNextActions } from "../src/enums/next-action.ts";
import {
  countDifferences,
  fixtureFolders,
  foreignFixtures,
  invalidFixtures,
  placesOf,
  typeNames,
  validFixtures,
} from "./fixture-files.ts";

describe.each(typeNames)("the fixtures of %s", (type) => {
  const valid = validFixtures(type);
  const invalid = invalidFixtures(type);

  it("has valid and invalid ones", () => {
    expect(valid.length).toBeGreaterThan(0);
    expect(invalid.length).toBeGreaterThan(0);
  });

  it.each(valid)("takes $file and changes nothing in it", ({ value }) => {
    expect(contractTypes[type].parse(value)).toEqual(value);
  });

  it.each(invalid)("refuses $file at the place that it names: $reason", ({ path, value }) => {
    const places = placesOf(contractTypes[type].safeParse(value).error);
    expect(places).toContainEqual(path);
  });

  it.each(invalid)("is one change away from a valid one: $file", ({ value }) => {
    const changes = valid.map((fixture) => countDifferences(fixture.value, value));
    expect(Math.min(...changes)).toBe(1);
  });
});

describe("the fixtures", () => {
  it("are of contract types only", () => {
    expect(fixtureFolders().sort()).toEqual([...typeNames, "foreign", "foreign-refused"].sort());
  });

  it("explain a failure of every error category", () => {
    const categories = validFixtures("ExplainFailureResponse").map(
      ({ value }) => contractTypes.ExplainFailureResponse.parse(value).error_category,
    );
    expect(new Set(categories)).toEqual(new Set(allErrorCategories()));
  });

  it("recommend every next action", () => {
    const actions = validFixtures("NextActionResponse").map(
      ({ value }) => contractTypes.NextActionResponse.parse(value).next_action,
    );
    expect(new Set(actions)).toEqual(new Set(allNextActions()));
  });

  it("show for every answer what other writers write", () => {
    const types = new Set(foreignFixtures().map(({ type }) => type));
    expect(typeNames.filter((type) => type.endsWith("Response") && !types.has(type))).toEqual([]);
  });
});
