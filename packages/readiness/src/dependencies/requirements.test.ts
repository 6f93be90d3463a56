import { describe, expect, it } from "vitest";
import { readRequirements } from "./requirements.ts";
import { projectOf } from "./testing/project-of.ts";

/** The findings about a requirements file, as code, path and lines. */
function found(text: string, more: Readonly<Record<string, string>> = {}): string[] {
  const { findings } = readRequirements(projectOf({ "requirements.txt": text, ...more }));
  return findings.map(({ code, severity, places: [place] }) => {
    return `${code} ${severity} ${place?.path}:${place?.first}-${place?.last}`;
  });
}

const SHA = `sha256:${"ab".repeat(32)}`;

describe("a requirements file", () => {
  it("may hold everything that pip reads", () => {
    const text = [
      "# comment",
      "--index-url https://pypi.example/simple",
      "--extra-index-url=https://pypi.example/simple",
      "--pre",
      "requests>=2.31,<3  # why",
      "httpx[http2, socks] ~= 0.27 ; python_version >= '3.9' and (sys_platform == 'linux' or extra == 'x')",
      "pydantic (>=2,<3)",
      "odd===1.0-custom",
      "numpy>=1.26, \\",
      "  <3",
      "tool @ git+https://example.com/tool.git@v1 ; python_version > '3.8'",
      "git+https://example.com/other.git#egg=other",
      "https://example.com/packages/thing-1.0-py3-none-any.whl",
      "-e ./local",
      "./local",
    ].join("\n");
    expect(found(text, { "local/setup.py": "" })).toEqual([]);
  });

  it("gives name, extras, specifier, marker and lines of what it declares", () => {
    const text = "A_b.C[X_y]>=1,\\\n<2 ; python_version<'3.9'\n";
    expect(readRequirements(projectOf({ "requirements.txt": text })).declarations).toEqual([
      {
        ecosystem: "python",
        name: "a-b-c",
        extras: ["x-y"],
        specifier: ">=1,<2",
        marker: "python_version<'3.9'",
        direct: false,
        purpose: "runtime",
        set: "requirements.txt",
        place: { path: "requirements.txt", first: 1, last: 2 },
      },
    ]);
  });

  it.each([
    ["requests=2.31"],
    ["requests>=2 <3"],
    ["requests>=two"],
    ["requests==>2"],
    ["requests~=2"],
    ["requests; python_versio < '3'"],
    ["requests[security"],
    ["requests @"],
    ["--unknown value"],
    ["-e requests"],
    ["-r"],
    ["--index-url"],
    ["requests --pre"],
    ["pip install requests"],
    ["import requests"],
    ["<<<<<<< HEAD"],
  ])("is refused with the line %s", (line) => {
    expect(found(`click\n${line}\n`)).toEqual(["requirement_invalid blocking requirements.txt:2-2"]);
  });

  it("is followed into the files that it includes, relative to itself", () => {
    const more = {
      "deps/base.txt": "-r more.txt\n-c ../limits.txt\n",
      "deps/more.txt": "a\nb=1\n",
      "limits.txt": "c<2\n",
    };
    expect(found("-r deps/base.txt\n", more)).toEqual(["requirement_invalid blocking deps/more.txt:2-2"]);
    const { declarations } = readRequirements(projectOf({ "requirements.txt": "-rdeps/base.txt", ...more }));
    expect(declarations.map(({ name, purpose }) => `${name} ${purpose}`)).toEqual(["a runtime", "c constraint"]);
  });

  it.each([
    ["-r gone.txt", "requirements_include_missing"],
    ["--constraint=gone.txt", "requirements_include_missing"],
    ["-r ../other.txt", "requirements_include_outside"],
    ["-r /etc/requirements.txt", "requirements_include_outside"],
    ["-r requirements.txt", "requirements_include_cycle"],
    ["./gone", "requirement_path_missing"],
    ["-e ../sibling", "requirement_path_outside"],
    ["a @ file:///opt/a.whl", "requirement_path_outside"],
    [`a==1 --hash=${SHA} --hash=md5:abc`, "requirement_hash_invalid"],
    ["a==1 --hash=sha256:abc", "requirement_hash_invalid"],
    [`a>=1 --hash=${SHA}`, "requirement_hash_unpinned"],
  ])("with %s gives %s", (line, code) => {
    expect(found(`${line}\n`)).toEqual([`${code} blocking requirements.txt:1-1`]);
  });

  it("finds a circle through another file", () => {
    const more = { "base.txt": "a\n-r requirements.txt\n" };
    expect(found("-r base.txt\n", more)).toEqual(["requirements_include_cycle blocking base.txt:2-2"]);
  });

  it("has hashes on every line or on none", () => {
    expect(found(`a==1 \\\n  --hash=${SHA}\nb==2\n`)).toEqual([
      "requirement_hash_missing blocking requirements.txt:3-3",
    ]);
    expect(found("--require-hashes\nb==2\n")).toEqual(["requirement_hash_missing blocking requirements.txt:2-2"]);
  });

  it("is read once when another one includes it", () => {
    const more = { "requirements-dev.txt": "-r requirements.txt\npytest\n" };
    expect(found("a\nb=1\n", more)).toEqual(["requirement_invalid blocking requirements.txt:2-2"]);
    const { declarations } = readRequirements(projectOf({ "requirements.txt": "a\n", ...more }));
    expect(declarations.map(({ name, purpose }) => `${name} ${purpose}`)).toEqual(["a runtime", "pytest development"]);
  });

  it("is advisory when it is not the one that is installed before a run", () => {
    const { findings } = readRequirements(projectOf({ "requirements-dev.txt": "a=1" }));
    expect(findings.map(({ severity }) => severity)).toEqual(["advisory"]);
  });

  it("never shows what an address logs in with", () => {
    const text = "x @ https://user:hunter2hunter2@example.com/x.whl nonsense";
    const { findings } = readRequirements(projectOf({ "requirements.txt": text }));
    expect(findings).toHaveLength(1);
    expect(JSON.stringify(findings)).not.toContain("hunter2");
  });
});
