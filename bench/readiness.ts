// Prints what it costs to read, validate and redact the largest project that is taken, in an isolate's memory.
// Run: node bench/readiness.ts

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { getHeapStatistics } from "node:v8";
import { gzipSync, type Zippable, zipSync } from "fflate";
import { packTar } from "modern-tar";
import { type Project, readProject, redactProject, validateProject } from "../packages/readiness/src/index.ts";
import { reportRatio } from "./lib/rounds.ts";

const FILES = 2000;
const BYTES = 8 * 1024 * 1024;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
/** What an isolate of the platform has. */
const HEAP_MB = 128;
/** What the platform lets a request compute, in milliseconds. */
const CPU_MS = 30_000;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** A file of Python as people write it, of about as many characters. */
function sourceOf(index: number, chars: number): string {
  const head = `import os\nimport json\nfrom pkg.module_${(index + 1) % FILES} import helper_${index}\nimport requests\n\n`;
  const body = (line: number) =>
    `def step_${line}(state: dict, limit: int = ${line}) -> dict:\n    """Take what the step before has left."""\n    return {**state, "step": ${line}, "url": "https://api.example.com/v1/items/${line}"}\n\n\n`;
  let text = head;
  for (let line = 0; text.length < chars; line++) text += body(line);
  return text.slice(0, chars);
}

function largest(): Map<string, string> {
  const files = new Map([
    ["agent.yaml", "name: weather\nversion: 1.0.0\nruntime: python3.12\nentry: main.py\n"],
    ["policy.yaml", 'version: "1"\n'],
    ["requirements.txt", "requests==2.32.3\n"],
    ["main.py", "import requests\n"],
  ]);
  const each = Math.floor((BYTES - 4096) / (FILES - files.size));
  for (let index = 0; files.size < FILES; index++) files.set(`pkg/module_${index}.py`, sourceOf(index, each));
  return files;
}

const circumstances = { dockerAvailable: true, boundCredentials: [] };

async function read(sent: { files: ReadonlyMap<string, string> } | { archive: Uint8Array; mediaType: string }) {
  const result = await readProject({ projectDir: "/srv/weather", circumstances, ...sent });
  if (result.kind !== "read") throw new Error(`the project was refused: ${result.kind}`);
  return result.project;
}

/** The least that looking at every line of a project takes. */
function plainPass({ files }: Project): number {
  let lines = 0;
  for (const text of files.values()) for (const line of text.split("\n")) if (line !== "") lines += 1;
  return lines;
}

function validateAndRedact(project: Project): unknown {
  return [validateProject(project), redactProject(project)];
}

/** What a request with an archive does. */
const REQUEST: ReadonlySet<string> = new Set(["read from a tar.gz", "validate and redact"]);

async function measure(): Promise<void> {
  const files = largest();
  const encoder = new TextEncoder();
  const entries = [...files].map(([name, text]) => ({ name, bytes: encoder.encode(text) }));
  const size = entries.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const tar = await packTar(
    entries.map(({ name, bytes }) => ({ header: { name, size: bytes.length, type: "file" as const }, body: bytes })),
  );
  const zippable: Zippable = Object.fromEntries(entries.map(({ name, bytes }) => [name, bytes]));
  const archives = { gzip: gzipSync(tar), zip: zipSync(zippable) };
  const project = await read({ files });

  const contenders: [string, () => unknown][] = [
    ["a plain pass over the lines", () => plainPass({ ...project })],
    ["read from JSON's map", () => read({ files })],
    ["read from a tar.gz", () => read({ archive: archives.gzip, mediaType: "application/gzip" })],
    ["read from a zip", () => read({ archive: archives.zip, mediaType: "application/zip" })],
    // Copies: what was read of a project is remembered with it. A request validates and redacts one project, and redacts it once.
    ["redact alone", () => redactProject({ ...project })],
    ["validate and redact", () => validateAndRedact({ ...project })],
  ];
  const times = new Map(contenders.map(([name]) => [name, [] as number[]]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, run] of contenders) {
      const start = performance.now();
      await run();
      if (round > 0) times.get(name)?.push(performance.now() - start);
    }
  }
  console.log(
    `a project of ${files.size} files and ${(size / 1024 / 1024).toFixed(1)} MiB; medians of ${ROUNDS} rounds`,
  );
  const plain = median(times.get("a plain pass over the lines") ?? []);
  let request = 0;
  for (const [name, values] of times) {
    const ms = median(values);
    if (REQUEST.has(name)) request += ms;
    console.log(
      `  ${name.padEnd(28)} ${ms.toFixed(0).padStart(6)} ms ${(size / 1024 / 1024 / (ms / 1000)).toFixed(0).padStart(6)} MB/s ${(ms / plain).toFixed(1).padStart(7)} x a plain pass`,
    );
  }
  const figures = `${request.toFixed(0)} of ${CPU_MS} ms`;
  reportRatio("CPU time of a request over what it takes", CPU_MS / request, 1, figures);
  const { used_heap_size: used } = getHeapStatistics();
  console.log(`  old space bounded to ${HEAP_MB} MB; ${(used / 1024 / 1024).toFixed(0)} MB of heap in use at the end`);
}

if (process.argv.includes("--measure")) await measure();
else {
  // In a process of its own, which dies where an isolate would.
  const args = [...process.execArgv, `--max-old-space-size=${HEAP_MB}`, fileURLToPath(import.meta.url), "--measure"];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  process.exitCode = status ?? 1;
}
