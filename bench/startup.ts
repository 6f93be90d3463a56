import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { bundle } from "./lib/bundle.ts";
import { freePort } from "./lib/free-port.ts";
import { workerd, workerdConfig } from "./lib/workerd-config.ts";

/** How long the Worker takes from the start of workerd to its first answer, against a Worker that does nothing; its size. */
const STARTS = Number(process.env.BENCH_ROUNDS ?? 9);
const GOAL_MS = 60;
const GOAL_KIB = 300;
const ENTRY = fileURLToPath(new URL("../apps/api/src/worker.ts", import.meta.url));
const EMPTY =
  'export default { fetch: () => new Response("ok") };\nexport class RunLog {}\nexport class TenantDirectory {}\n';
const OBJECTS = { RUN_LOG: "RunLog", TENANT_DIRECTORY: "TenantDirectory" };
const TEXTS = { OPERATOR_ENV: "bench", CURSOR_SECRET: "0".repeat(64) };

const folder = mkdtempSync(join(tmpdir(), "operator-startup-"));
mkdirSync(join(folder, "state"));

/** Milliseconds from the start of workerd to the first answer. */
async function firstAnswer(script: string): Promise<number> {
  const port = await freePort();
  const file = join(folder, `${script}.capnp`);
  writeFileSync(file, workerdConfig({ folder, script, port, objects: OBJECTS, texts: TEXTS }));
  const start = performance.now();
  const child = spawn(workerd, ["serve", file, "--experimental"], { stdio: "ignore" });
  try {
    for (;;) {
      const answered = await fetch(`http://127.0.0.1:${port}/healthz`).then(
        (response) => response.ok,
        () => false,
      );
      if (answered) return performance.now() - start;
      if (child.exitCode !== null) throw new Error("workerd has ended");
    }
  } finally {
    child.kill("SIGKILL");
  }
}

try {
  await bundle(ENTRY, join(folder, "service.js"));
  writeFileSync(join(folder, "empty.js"), EMPTY);
  const over: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    const empty = await firstAnswer("empty.js");
    over.push((await firstAnswer("service.js")) - empty);
  }
  const median = over.toSorted((a, b) => a - b)[Math.floor(over.length / 2)] ?? Number.NaN;
  const kib = gzipSync(readFileSync(join(folder, "service.js"))).byteLength / 1024;
  const verdict = (reached: boolean) => (reached ? "reached" : "NOT reached");
  console.log(
    `start over an empty Worker   +${median.toFixed(0)} ms  goal +${GOAL_MS} ms ${verdict(median <= GOAL_MS)}`,
  );
  console.log(`bundle, gzip                 ${kib.toFixed(0)} KiB  goal ${GOAL_KIB} KiB ${verdict(kib <= GOAL_KIB)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
