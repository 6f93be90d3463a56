import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { WORKER_DIRECTORY, WORKERD_LAUNCHER, WRANGLER_CONFIG } from "../paths.ts";
import { LOCAL_ENV, LOCAL_LOG_NAME, type Secrets } from "./secrets.ts";
import { UsageError } from "./settings.ts";

const HOST = "127.0.0.1";

/** workerd's package names its binary and has no types. */
const { default: workerd } = createRequire(import.meta.url)("workerd") as { default: string };

/** Refuses a port that something else listens on. */
export async function checkPortIsFree(port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reason = error.code === "EADDRINUSE" ? "is taken" : `cannot be used (${error.code})`;
      reject(new UsageError(`port ${port} ${reason}; set PORT to another one`));
    });
    server.listen(port, HOST, () => server.close(() => resolve()));
  });
}

function passOn(stdout: Readable, stderr: Readable): void {
  stdout.pipe(process.stdout);
  stderr.pipe(process.stderr);
}

/**
 * Starts the built Worker in workerd with every binding of wrangler.toml, its state under `state`. Nothing of ours stands
 * in front of it: requests reach workerd itself.
 */
export async function startRuntime(options: {
  port: number;
  state: string;
  workerdPid: string;
  secrets: Secrets;
}): Promise<{ baseUrl: string; dispose(): Promise<void> }> {
  process.env.OPERATOR_WORKERD = workerd;
  process.env.OPERATOR_WORKERD_PID_FILE = options.workerdPid;
  process.env.MINIFLARE_WORKERD_PATH = WORKERD_LAUNCHER;
  const { workerOptions } = unstable_getMiniflareWorkerOptions(WRANGLER_CONFIG);
  const bindings = {
    ...(workerOptions.bindings as Record<string, string>),
    OPERATOR_ENV: LOCAL_ENV,
    AUDIT_LOG_NAME: LOCAL_LOG_NAME,
    AUDIT_SIGNING_KEYS: JSON.stringify(options.secrets.audit_signing_keys),
    CURSOR_SECRET: options.secrets.cursor_secret,
    DEPLOYMENT_ADMIN_KEY_SHA256: createHash("sha256").update(options.secrets.deployment_admin_key).digest("hex"),
  };
  const miniflare = new Miniflare({
    ...convertV4MiniflareOptions({
      ...workerOptions,
      name: "operator",
      modules: [{ type: "ESModule", path: join(WORKER_DIRECTORY, "worker.js") }],
      bindings,
      host: HOST,
      port: options.port,
      log: new Log(LogLevel.ERROR),
      handleRuntimeStdio: passOn,
    }),
    // Paths may hold what a sender put there; requests are not logged.
    logRequests: false,
    resourcePersistencePath: options.state,
  });
  await miniflare.ready;
  return { baseUrl: `http://${HOST}:${options.port}`, dispose: () => miniflare.dispose() };
}
