import fc from "fast-check";
import { gzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readProject } from "../src/read/read-project.ts";
import { redactProject } from "../src/redact/redact-project.ts";
import { validateProject } from "../src/validate.ts";
import { readYaml } from "../src/yaml/read-yaml.ts";
import { joined, paxRecord, tar, zip } from "./archives.ts";
import { AGENT, POLICY, projectOf } from "./projects.ts";

const sent = { projectDir: "/projects/weather", circumstances: { boundCredentials: [] } };
const KINDS = new Set(["read", "too_large", "too_many_files", "unsafe_path", "duplicate_file", "invalid_archive"]);

const longName = `${"d".repeat(90)}/${"f".repeat(90)}.py`;
const items = [
  { name: "agent.yaml", content: AGENT },
  { name: "src/", type: "5", mode: 0o040755 },
  { name: "src/main.py", content: "import requests\n".repeat(40) },
];
const WHOLE = {
  "application/x-tar": tar(
    { name: "x", type: "x", content: paxRecord("path", longName) },
    { name: "short" },
    { name: "././@LongLink", type: "L", content: `${longName}2\0` },
    { name: "short" },
    ...items,
  ),
  "application/zip": zip(...items.map(({ type: _, ...item }) => item)),
  "application/gzip": gzipSync(tar(...items), { mtime: 0 }),
} as const;
const types = Object.keys(WHOLE) as (keyof typeof WHOLE)[];

/** Reads what may be anything: a project inside of the limits, or a refusal that is declared. */
function readsOrRefuses(archive: Uint8Array, mediaType: string): string {
  const result = readProject({ ...sent, archive, mediaType });
  expect(KINDS).toContain(result.kind);
  if (result.kind !== "read") return result.kind;
  const { files, binaries } = result.project;
  expect(files.size + binaries.size).toBeLessThanOrEqual(2000);
  for (const path of [...files.keys(), ...binaries]) expect(path).not.toMatch(/^\/|\\|(?:^|\/)\.\.(?:\/|$)/);
  return result.kind;
}

describe("an archive", () => {
  it.each(types)("of %s is whole or refused, wherever it is cut off", (type) => {
    const whole = WHOLE[type];
    expect(readsOrRefuses(whole, type)).toBe("read");
    for (let length = 0; length < whole.length; length += 1) {
      const kind = readsOrRefuses(whole.subarray(0, length), type);
      // Of the zeros at the end of a tar one block is enough.
      if (type !== "application/x-tar" || length <= whole.length - 1024)
        expect([length, kind]).not.toEqual([length, "read"]);
    }
  });

  it.each(types)("of %s with bytes changed, taken out or put in is read or refused", (type) => {
    const change = fc.record({
      at: fc.nat(),
      remove: fc.nat({ max: 40 }),
      insert: fc.uint8Array({ maxLength: 40 }),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let archive: Uint8Array = WHOLE[type];
        for (const { at, remove, insert } of changes) {
          const start = at % (archive.length + 1);
          archive = joined(archive.subarray(0, start), insert, archive.subarray(start + remove));
        }
        readsOrRefuses(archive, type);
      }),
      { numRuns: 300 },
    );
  });

  it.each(types)("of random bytes sent as %s is refused", (type) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        expect(readsOrRefuses(bytes, type)).not.toBe("read");
      }),
      { numRuns: 200 },
    );
  });
});

const scrap = fc.constantFrom(
  ...[
    "name",
    "entry",
    "llm",
    "provider",
    ": ",
    ":",
    "\n",
    "\n  ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "&a",
    "*a",
    "!!str ",
    "<<",
    "|",
    ">",
    "---",
    "#",
    "\t",
    "main.py",
    "../x",
    "1",
    "~",
    "\u0000",
    "\ud800",
    "é",
  ],
  ...[
    "requests",
    "==",
    ">=1",
    "; ",
    "python_version",
    "<",
    "-r ",
    "--hash=sha256:",
    "@ ",
    "import ",
    "from ",
    "try:",
    "[project]",
    "dependencies = ",
    "(",
    ")",
    "\\\n",
    "`",
    "${",
    "/*",
  ],
);
const scraps = fc.array(scrap, { maxLength: 60 }).map((parts) => parts.join(""));

describe("a project of whatever text", () => {
  const path = fc.constantFrom(
    ...["agent.yaml", "policy.yaml", "requirements.txt", "pyproject.toml", "package.json", "package-lock.json"],
    ...["uv.lock", "poetry.lock", "langgraph.json", "tsconfig.json", "main.py", "src/main.ts", ".env", "a b", "é.py"],
  );

  it("is answered, and answered the same in another order", () => {
    fc.assert(
      fc.property(fc.dictionary(path, fc.oneof(scraps, fc.string({ maxLength: 200 }))), (files) => {
        const read = (entries: [string, string][]) => {
          const result = readProject({ ...sent, files: new Map(entries) });
          if (result.kind !== "read") throw new Error(result.kind);
          return result.project;
        };
        const project = read(Object.entries(files));
        const answer = validateProject(project);
        expect(answer.issues.length).toBeLessThanOrEqual(201);
        expect(answer.ready).toBe(answer.issues.every(({ severity }) => severity === "advisory"));
        const severities = answer.issues.map(({ severity }) => severity);
        expect(severities).toEqual(severities.toSorted().reverse());
        for (const { message, places } of answer.issues) {
          expect(message).not.toMatch(/[\n\r]/);
          expect(message.length).toBeLessThan(1000);
          for (const { path: at, first = 1, last = first } of places) {
            const count = files[at]?.split("\n").length ?? Number.POSITIVE_INFINITY;
            expect([at, first >= 1 && last >= first && last <= count]).toEqual([at, true]);
          }
        }
        expect(JSON.stringify(validateProject(read(Object.entries(files).reverse())))).toBe(JSON.stringify(answer));
        redactProject(project);
      }),
      { numRuns: 400 },
    );
  });

  it("has an agent.yaml whose faults have lines, and is not ready with it alone", () => {
    fc.assert(
      fc.property(fc.oneof(scraps, fc.string({ maxLength: 300 })), (text) => {
        const { faults } = readYaml(text);
        // Nothing tells the runtime of a project of that file alone.
        expect(validateProject(projectOf({ "agent.yaml": text })).ready).toBe(false);
        for (const { line } of faults) expect(line).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });
});

/** Ways to write much in few bytes of each file that is parsed. */
const many = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join("");

describe("a hostile file is answered in seconds:", () => {
  it.each([
    ["brackets in agent.yaml", { "agent.yaml": "[".repeat(60_000) }],
    ["fields of agent.yaml", { "agent.yaml": many(6000, (at) => `k${at}: v\n`) }],
    [
      "credentials",
      {
        "policy.yaml": `version: "1"\ncredentials:\n${many(3000, (at) => `  - {id: c${at}, type: file, path: /a}\n`)}`,
      },
    ],
    [
      "listeners",
      { "policy.yaml": `version: "1"\ningress:\n${many(3000, (at) => `  - {path: /a${at}, port: 7718}\n`)}` },
    ],
    [
      "graphs",
      {
        "langgraph.json": JSON.stringify({
          graphs: Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [at, `./x${at}.py:g`])),
        }),
      },
    ],
    [
      "packages",
      {
        "package.json": JSON.stringify({
          dependencies: Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`p${at}`, "^1"])),
        }),
      },
    ],
    ["requirements", { "requirements.txt": many(50_000, (at) => `p${at}==1\n`) }],
    [
      "markers",
      {
        "requirements.txt": many(
          2000,
          (at) => `p==${at}; python_full_version<"3.${at}" and platform_machine=="m${at}"\n`,
        ),
      },
    ],
    ["tables", { "pyproject.toml": many(100_000, (at) => `k${at} = 1\n`) }],
    ["nested arrays", { "pyproject.toml": `a = ${"[".repeat(50_000)}` }],
    [
      "deep folders",
      Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`${"d/".repeat(400)}m${at}.py`, "import a\n"])),
    ],
  ])(
    "%s",
    (_, files) => {
      const result = readProject({ ...sent, files: { "agent.yaml": AGENT, "policy.yaml": POLICY, ...files } });
      if (result.kind !== "read") throw new Error(result.kind);
      const { issues } = validateProject(result.project);
      expect(issues.length).toBeLessThanOrEqual(201);
      expect(JSON.stringify(issues).length).toBeLessThan(200_000);
    },
    15_000,
  );
});
