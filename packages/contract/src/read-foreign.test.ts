import { describe, expect, it } from "vitest";
import { foreignFixtures, placesOf, refusedFixtures, typeNames, validFixtures } from "../test/fixture-files.ts";
import { contractTypes } from "./contract-types.ts";
import { readForeign } from "./read-foreign.ts";
import { GetRunTimelineResponse } from "./types/get-run-timeline-response.ts";
import { SummarizeRunResponse } from "./types/summarize-run-response.ts";

const RUN = {
  schema_version: "1.0.0",
  run_id: "run_1",
  status: "running",
  started_at: "2026-07-02T09:00:00Z",
  summary: "The run goes on.",
};

describe("readForeign", () => {
  it.each(foreignFixtures())("reads $file as this package would have written it", ({ type, written, read }) => {
    expect(readForeign(contractTypes[type], written)).toEqual(read);
  });

  it.each(foreignFixtures())("leaves what it was given as it was: $file", ({ type, written }) => {
    const before = structuredClone(written);
    readForeign(contractTypes[type], written);
    expect(written).toEqual(before);
  });

  it.each(refusedFixtures())("refuses $file: $reason", ({ type, path, written }) => {
    const schema = contractTypes[type];
    let error: unknown;
    try {
      readForeign(schema, written);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toHaveProperty("issues");
    expect(placesOf(error as Parameters<typeof placesOf>[0])).toContainEqual(path);
  });

  it.each(typeNames)("changes nothing in what is valid already: %s", (type) => {
    for (const { file, value } of validFixtures(type)) {
      expect(readForeign(contractTypes[type], value), file).toEqual(value);
    }
  });

  it.each(["1.0.0", "1.0.7", "1.12.0"])("takes version %s for ours", (version) => {
    expect(readForeign(SummarizeRunResponse, { ...RUN, schema_version: version })).toEqual(RUN);
  });

  it.each(["2.0.0", "0.9.0", "11.0.0", "1", "1.0", "1.0.0.0", "v1.0.0", "1.0.0-beta", "01.0.0", " 1.0.0", "", null, 1])(
    "refuses version %o",
    (version) => {
      expect(() => readForeign(SummarizeRunResponse, { ...RUN, schema_version: version })).toThrow("schema_version");
    },
  );

  it("does not take a value from a prototype for a field", () => {
    const written = Object.create({ exit_code: 7 });
    expect(readForeign(SummarizeRunResponse, Object.assign(written, RUN))).toEqual(RUN);
    const polluting = JSON.parse(JSON.stringify(RUN).replace("{", '{"__proto__":{"exit_code":7},'));
    expect(readForeign(SummarizeRunResponse, polluting)).toEqual(RUN);
  });

  it.each([null, undefined, [], "{}", 1])("refuses %o in place of an answer", (value) => {
    expect(() => readForeign(GetRunTimelineResponse, value)).toThrow();
  });
});
