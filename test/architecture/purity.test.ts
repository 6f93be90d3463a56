import { describe, expect, it } from "vitest";
import { linesWith, shipped, sources } from "./sources.ts";

/** The client waits and retries, which takes a clock and a die. */
const domain = shipped.filter(({ path }) => path.startsWith("packages/") && !path.startsWith("packages/client/"));

describe("domain code", () => {
  it.each([
    ["clock", /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\.now\b|\bhrtime\b/],
    ["timer", /\b(setTimeout|setInterval|setImmediate|queueMicrotask)\b/],
    ["randomness", /\bMath\.random\b|\bgetRandomValues\b|\brandomUUID\b|\brandomBytes\b/],
    ["network", /\bfetch\(|\bXMLHttpRequest\b|\bWebSocket\b/],
    ["printing", /\bconsole\./],
  ])("has no %s", (_, pattern) => {
    expect(linesWith(domain, pattern)).toEqual([]);
  });
});

describe("source code", () => {
  it("has no any", () => {
    expect(linesWith(sources, /(:|\bas|<|\||&|=>)\s*any\b(?!\s*[:(])|\bany\[\]/)).toEqual([]);
  });

  it("asserts nothing to be there with an exclamation mark", () => {
    expect(linesWith(sources, /[\w)\]]!(?=[.,;)\]}]|\[|\s*$)/)).toEqual([]);
  });

  it("exports by name; a default is for entries and for tools that ask for one", () => {
    const named = sources.filter(({ path }) => !/(^|\/)worker\.ts$|\.config\.ts$/.test(path));
    expect(linesWith(named, /^\s*export default\b|\bas default\b/)).toEqual([]);
  });

  it("names no path of one machine", () => {
    const ours = sources.filter(({ path }) => !/\.test\.ts$/.test(path));
    // Written so that the pattern does not find itself.
    expect(linesWith(ours, /(^|["'`(\s=])\/(?:work|root|tmp|home|Users)\/\w/, "lines")).toEqual([]);
  });

  it("skips no test, singles none out and repeats none until it passes", () => {
    expect(linesWith(sources, /\b(it|test|describe)\.(skip|only|todo|fails)\b|\bretry:\s*[1-9]/)).toEqual([]);
  });
});
