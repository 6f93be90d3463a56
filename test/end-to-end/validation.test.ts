import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createClient, type OperatorClient } from "@operator/client";
import { collectProject } from "@operator/client/node";
import { ValidateAgentProjectResponse } from "@operator/contract";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { storedFiles } from "../support/stored-files.ts";
import { openTenant } from "../support/tenants.ts";

/** What somebody does before they run an agent: collect its folder, validate it, look up what is wrong, mend it. */
const service = inject("service");
/** Put together here, so that no scanner takes this file for a leak. */
const SECRETS = ["n4vR8sK2", "w7Tq9XzL"].map((half) => ["gh", "p_", half, "Zq7Xw2Lk9Vb4Nm1Tc6Rf3Hj8Pd5G"].join(""));

let dir: string;
let agent: OperatorClient;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}

beforeAll(async () => {
  const { keys } = await openTenant(service, "validation");
  agent = createClient({ baseUrl: service.baseUrl, apiKey: keys.agent });
  dir = mkdtempSync(join(tmpdir(), "validation-"));
  write("agent.yaml", "name: weather-agent\nversion: 1.0.0\nruntime: python3.12\nentry: src/gone.py\n");
  write("src/main.py", "def handle(event):\n    return event\n");
  write("src/settings.py", `TOKEN = "${SECRETS[0]}"\n`);
  write(".env", `TOKEN=${SECRETS[1]}\n`);
  write("node_modules/left-pad/index.js", "module.exports = 1;\n");
  write("build/out.py", "ignored\n");
  write(".gitignore", "build/\n");
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

const validated = async () => {
  const { skipped: _, ...body } = await collectProject(dir);
  return ValidateAgentProjectResponse.parse(await agent.validateAgentProject({ body }));
};

it("a folder is collected without its secrets, its dependencies and what git ignores", async () => {
  const { files, skipped } = await collectProject(dir);
  expect(Object.keys(files)).toEqual([".gitignore", "agent.yaml", "src/main.py", "src/settings.py"]);
  expect(skipped).toEqual([
    { path: ".env", reason: "secret" },
    { path: "build/", reason: "ignored" },
    { path: "node_modules/", reason: "excluded" },
  ]);
});

it("what is wrong is told with evidence that leads to the line, and becomes the next action", async () => {
  const { ready, issues = [] } = await validated();
  expect(ready).toBe(false);
  expect(issues.map(({ category }) => category)).toContain("secret_scan_failed");
  const shown = await Promise.all(
    issues.flatMap(({ evidence_refs = [] }) =>
      evidence_refs.map(({ type, ref }) => agent.resolveProjectEvidence({ type, ref })),
    ),
  );
  const contents = shown.map(({ path, content }) => `${path}: ${content}`);
  expect(contents).toContain("agent.yaml: entry: src/gone.py");
  expect(contents.join()).toContain("src/settings.py: TOKEN =");
  expect(contents.join()).not.toContain(SECRETS[0]);
  const next = await agent.nextProjectAction({ agent: "weather-agent" });
  expect(next.next_action).toBe(issues[0]?.next_action);
});

it("an archive that the tar command makes of the folder is the same project", async () => {
  const { skipped, ...body } = await collectProject(dir);
  const expected = await agent.validateAgentProject({ body });
  const leave = skipped.map(({ path }) => `--exclude=./${path.replace(/\/$/, "")}`);
  const archive = new Uint8Array(execFileSync("tar", ["-cz", ...leave, "-C", dir, "."]));
  expect(await agent.validateAgentProject({ project_dir: body.project_dir, body: archive })).toEqual(expected);
});

it("a mended project is ready, and nothing of its secrets was ever stored", async () => {
  write("agent.yaml", "name: weather-agent\nversion: 1.0.0\nruntime: python3.12\nentry: src/main.py\n");
  rmSync(join(dir, "src/settings.py"));
  expect(await validated()).toMatchObject({ ready: true, runtime: "python" });
  expect((await agent.nextProjectAction({ agent: "weather-agent" })).rationale).toContain("nothing to repair");
  const stored = storedFiles(service.home);
  expect(stored.some(({ bytes }) => bytes.includes("src/settings.py"))).toBe(true);
  for (const secret of SECRETS) {
    expect(stored.filter(({ bytes }) => bytes.includes(secret)).map(({ path }) => path)).toEqual([]);
  }
});
