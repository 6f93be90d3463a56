import * as fc from "fast-check";
import { deflateSync, gzipSync, strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readProject } from "../src/read/read-project.ts";
import { redactProject } from "../src/redact/redact-project.ts";
import { validateProject } from "../src/validate.ts";
import { paxRecord, tar, zip } from "./archives.ts";
import { fixtures } from "./fixtures.ts";

const sent = { projectDir: "/projects/hostile", circumstances: { boundCredentials: [] } };
const RUNS = { numRuns: 300, seed: 20_261_125 };
const MEDIA_TYPES = ["application/x-tar", "application/gzip", "application/zip", "application/x-zip"] as const;

const plain = tar(
  { name: "x", type: "x", content: paxRecord("path", "agent/agent.yaml") },
  { name: "short", content: "name: a\n" },
  { name: "agent/main.py", content: "print()\n".repeat(40) },
);
const SEEDS: readonly Uint8Array[] = [
  plain,
  gzipSync(plain),
  zip({ name: "agent.yaml", content: "name: a\n" }, { name: "main.py", content: "print()\n".repeat(40), method: 0 }),
  zipSync({ "agent.yaml": strToU8("name: a\n"), src: { "main.py": strToU8("print()\n".repeat(400)) } }),
  deflateSync(strToU8("no archive")),
];

/** A real archive in which bytes were changed, doubled or cut. */
const damaged = fc
  .tuple(
    fc.constantFrom(...SEEDS),
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
    fc.option(fc.tuple(fc.nat(), fc.nat(2000)), { nil: undefined }),
  )
  .map(([seed, changes, cut]) => {
    const bytes = Uint8Array.from(seed);
    for (const [at, value] of changes) bytes[at % bytes.length] = value;
    if (cut === undefined) return bytes;
    const [at, length] = [cut[0] % bytes.length, cut[1]];
    return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(Math.min(bytes.length, at + length))]);
  });

describe("archives", () => {
  it("that were damaged are read or refused, and never throw", () => {
    fc.assert(
      fc.property(damaged, fc.constantFrom(...MEDIA_TYPES), (archive, mediaType) => {
        const read = readProject({ ...sent, archive, mediaType });
        if (read.kind === "read") validateProject(read.project);
      }),
      { ...RUNS, numRuns: 2000 },
    );
  });

  it("of random bytes are refused", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.constantFrom(...MEDIA_TYPES), (archive, mediaType) => {
        expect(readProject({ ...sent, archive, mediaType }).kind).not.toBe("read");
      }),
      RUNS,
    );
  });

  it("give up names that lead nowhere else", () => {
    const name = fc.string({ unit: fc.constantFrom("a", "b", ".", "/", "\\", ":", "\0", " ", "é", "C"), maxLength: 9 });
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 4 }), (names) => {
        const files = new Map(names.map((path) => [path, ""]));
        const read = readProject({ ...sent, files });
        if (read.kind !== "read") return;
        expect(read.project.files.size).toBe(names.length);
        for (const path of read.project.files.keys()) {
          expect(path).not.toMatch(/^\/|\\|\0|(^|\/)\.{0,2}(\/|$)/);
        }
      }),
      { ...RUNS, numRuns: 2000 },
    );
  });
});

/** Pieces that the files of projects are made of, in any order. */
const PIECES = [
  "name: weather\n",
  "entry: main.py\n",
  "entry: [",
  "llm:\n  provider: openai\n",
  "  model: x\n",
  "kind: mcp_service\n",
  "- ",
  "  ",
  "\t",
  "\n",
  "\r\n",
  "{",
  "}",
  "[",
  "]",
  "&a ",
  "*a ",
  "!!map ",
  "<<: ",
  "? ",
  "| \n",
  '"',
  "'",
  "#",
  "---\n",
  "...\n",
  ":",
  "\0",
  "\ufeff",
  "\u2028",
  "\ud800",
  "__proto__: ",
  'version: "1"\n',
  "egress:\n  - domain: a.example\n",
  "credentials:\n",
  "[project]\n",
  "dependencies = [",
  '"requests>=2"',
  "requests==2.0\n",
  "-r a.txt\n",
  "-e .\n",
  "--hash=sha256:00",
  "; python_version < '3'",
  "import langgraph\n",
  "from agents import Agent\n",
  "try:\n",
  '{"graphs": {"a": "./x.py:y"}}',
  "password=hunter22\n",
  "-----BEGIN PRIVATE KEY-----\n",
  "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n",
  "-----END PRIVATE KEY-----\n",
] as const;
const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 25 }).map((pieces) => pieces.join(""));
const PATHS = [
  "agent.yaml",
  "policy.yaml",
  "pyproject.toml",
  "requirements.txt",
  "package.json",
  "langgraph.json",
  "main.py",
  "uv.lock",
  ".env.example",
] as const;

/** As many as a policy may have. */
const CREDENTIALS = `version: "1"\ncredentials:\n${Array.from({ length: 3000 }, (_, index) => `  - id: c${index}\n    type: brokered\n    service: s\n`).join("")}`;

describe("files", () => {
  it("of anything are validated without throwing, alike in every order, and redacted line by line", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...PATHS), text, { maxKeys: 6 }), (files) => {
        const read = readProject({ ...sent, files });
        const again = readProject({ ...sent, files: Object.fromEntries(Object.entries(files).reverse()) });
        if (read.kind !== "read" || again.kind !== "read") throw new Error("refused");
        const validation = validateProject(read.project);
        expect(JSON.stringify(validateProject(again.project))).toBe(JSON.stringify(validation));
        expect(validation.ready).toBe(!validation.issues.some(({ severity }) => severity === "blocking"));
        for (const { message, places } of validation.issues) {
          expect(message).not.toMatch(/hunter22|MIIEvQIBADANBg/);
          for (const { path, first = 1, last = first } of places) {
            const lines = (read.project.files.get(path) ?? "").split("\n").length;
            expect(first).toBeGreaterThanOrEqual(1);
            expect(last).toBeGreaterThanOrEqual(first);
            expect(last).toBeLessThanOrEqual(lines);
          }
        }
        for (const [path, redacted] of redactProject(read.project).files) {
          expect(redacted).not.toContain("hunter22");
          expect(redacted.split("\n").length).toBe((read.project.files.get(path) ?? "").split("\n").length);
        }
      }),
      { ...RUNS, numRuns: 1500 },
    );
  });

  it("of labelled projects may be cut anywhere", () => {
    fc.assert(
      fc.property(fc.constantFrom(...fixtures), fc.nat(), ({ files }, cut) => {
        const shorter = new Map([...files].map(([path, whole]) => [path, whole.slice(0, cut % (whole.length + 1))]));
        const read = readProject({ ...sent, files: shorter });
        if (read.kind === "read") validateProject(read.project);
      }),
      RUNS,
    );
  });

  it.each([
    ["brackets", "agent.yaml", "[".repeat(60_000)],
    ["indentation", "agent.yaml", Array.from({ length: 300 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("")],
    ["fields", "agent.yaml", Array.from({ length: 6000 }, (_, index) => `a${index}: 1\n`).join("")],
    ["faults", "agent.yaml", "}\n".repeat(30_000)],
    ["commas", "agent.yaml", `a: [${",".repeat(60_000)}`],
    ["quotes", "agent.yaml", '"'.repeat(60_000)],
    ["anchors", "agent.yaml", `a: &a [${"*a,".repeat(20_000)}]`],
    ["an entry", "agent.yaml", `entry: ${"a:".repeat(30_000)}\n`],
    ["steps", "agent.yaml", `entry: ${"a/".repeat(30_000)}\n`],
    ["brackets", "policy.yaml", "[".repeat(250_000)],
    ["credentials", "policy.yaml", CREDENTIALS],
    [
      "leases",
      "policy.yaml",
      CREDENTIALS.replace(/type.*\n.*/g, "type: direct_lease\n    mode: file\n    path: /a\n    reason: r"),
    ],
    ["brackets", "package.json", "[".repeat(1_000_000)],
    [
      "graphs",
      "langgraph.json",
      `{"graphs":{${Array.from({ length: 20_000 }, (_, index) => `"g${index}":"x"`).join(",")}}}`,
    ],
    ["tables", "pyproject.toml", "[a.".repeat(100_000)],
    ["requirements", "requirements.txt", "a[b]>=1,<2;python_version<'3'\n".repeat(250_000)],
    ["dependencies", "pyproject.toml", `[project]\ndependencies = [${'"a>=1",\n'.repeat(900_000)}]`],
    [
      "dependencies",
      "package.json",
      `{"dependencies":{${Array.from({ length: 400_000 }, (_, index) => `"a${index}":"1"`).join(",")}}}`,
    ],
    ["locked packages", "uv.lock", '[[package]]\nname = "a"\nversion = "1.0"\n'.repeat(190_000)],
    ["keys", "main.py", "-----BEGIN PRIVATE KEY-----\n".repeat(20_000)],
    ["imports", "main.py", "import a\n".repeat(900_000)],
    ["passwords", "main.py", "password=hunter22\n".repeat(50_000)],
  ])(
    "with too many %s in %s are read in time",
    (_, path, content) => {
      const files = { "agent.yaml": "name: a\nentry: main.py\n", "main.py": "", [path]: content };
      const read = readProject({ ...sent, files });
      if (read.kind !== "read") throw new Error(read.kind);
      const { issues } = validateProject(read.project);
      redactProject(read.project);
      expect(issues.length).toBeLessThanOrEqual(201);
      expect(JSON.stringify(issues).length).toBeLessThan(200_000);
    },
    10_000,
  );
});
