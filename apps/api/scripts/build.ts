import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { DOCS_ASSETS, PUBLIC_DIRECTORY, REPOSITORY, WORKER_DIRECTORY, WRANGLER_CONFIG } from "./paths.ts";

const require = createRequire(import.meta.url);
const run = promisify(execFile);

/** Copies a file so that a reader sees the old or the new one, never half of it. */
async function place(source: string, target: string): Promise<void> {
  const unfinished = `${target}.${process.pid}`;
  await copyFile(source, unfinished);
  await rename(unfinished, target);
}

/** The API reference page: our page and its script, with the distribution of Swagger UI beside them. */
async function buildAssets(): Promise<void> {
  const swagger = dirname(require.resolve("swagger-ui-dist/package.json"));
  const docs = join(PUBLIC_DIRECTORY, "docs");
  await mkdir(docs, { recursive: true });
  for (const file of ["swagger-ui.css", "swagger-ui-bundle.js"]) await place(join(swagger, file), join(docs, file));
  for (const file of ["index.html", "docs.js", "docs.css"]) await place(join(DOCS_ASSETS, file), join(docs, file));
  await place(join(DOCS_ASSETS, "_headers"), join(PUBLIC_DIRECTORY, "_headers"));
}

/** Bundles the Worker as a deployment would, without deploying; fails where a deployment would. */
async function buildWorker(): Promise<void> {
  await mkdir(WORKER_DIRECTORY, { recursive: true });
  const outdir = await mkdtemp(join(WORKER_DIRECTORY, "build-"));
  try {
    const wrangler = join(dirname(require.resolve("wrangler/package.json")), "bin/wrangler.js");
    const args = [wrangler, "deploy", "--dry-run", "--config", WRANGLER_CONFIG, "--outdir", outdir];
    const env = { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: "false", WRANGLER_SEND_METRICS: "false", NO_COLOR: "1" };
    await run(process.execPath, args, { cwd: REPOSITORY, env });
    for (const file of await readdir(outdir)) {
      if (file.startsWith("worker.js")) await rename(join(outdir, file), join(WORKER_DIRECTORY, file));
    }
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

/** Builds what a deployment consists of into `apps/api/dist`. Safe to run twice at once. */
export async function build(): Promise<void> {
  await buildAssets();
  await buildWorker();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
