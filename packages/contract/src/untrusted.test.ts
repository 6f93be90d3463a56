import { describe, expect, it } from "vitest";
import * as z from "zod";
import { ExplainFailureResponse } from "./types/explain-failure-response.ts";
import { GetRunTimelineResponse } from "./types/get-run-timeline-response.ts";
import { untrusted, untrustedPointers } from "./untrusted.ts";

describe("untrustedPointers", () => {
  it("names the fields of an answer that agents may have written", () => {
    expect(untrustedPointers(ExplainFailureResponse)).toEqual([
      "/root_cause",
      "/redacted_excerpts/*/source",
      "/redacted_excerpts/*/content",
      "/evidence_refs/*/ref",
      "/evidence_refs/*/detail",
    ]);
    expect(untrustedPointers(GetRunTimelineResponse)).toEqual([
      "/events/*/event_type",
      "/events/*/detail",
      "/events/*/evidence_refs/*/ref",
      "/events/*/evidence_refs/*/detail",
    ]);
  });

  it("follows lists, maps, options and unions, and names nothing below a mark", () => {
    const Text = untrusted(z.string());
    const schema = z.strictObject({
      own: z.string(),
      list: z.array(z.strictObject({ text: Text.optional() })),
      map: z.record(z.string(), Text),
      either: z.union([z.strictObject({ text: Text }), z.strictObject({ other: z.int() })]),
      whole: untrusted(z.strictObject({ text: Text })),
    });
    expect(untrustedPointers(schema)).toEqual(["/list/*/text", "/map/*", "/either/text", "/whole"]);
  });

  it("is empty for answers of ours alone, and the empty pointer for an answer that is nothing but such text", () => {
    expect(untrustedPointers(z.strictObject({ size: z.int() }))).toEqual([]);
    expect(untrustedPointers(untrusted(z.string()))).toEqual([""]);
  });

  it("marks nothing that is derived from a marked schema", () => {
    const Text = untrusted(z.string());
    expect(untrustedPointers(z.strictObject({ other: Text.describe("Another schema.") }))).toEqual([]);
  });
});
