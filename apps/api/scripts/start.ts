import { mkdir } from "node:fs/promises";
import { relative } from "node:path";
import { build } from "./build.ts";
import { claimHome, livingProcess, releaseHome } from "./local/processes.ts";
import { provision } from "./local/provision.ts";
import { checkPortIsFree, startRuntime } from "./local/runtime.ts";
import { loadSecrets } from "./local/secrets.ts";
import { homeFiles, readSettings, UsageError } from "./local/settings.ts";

/** How often the parent and workerd are looked after. */
const WATCH_INTERVAL_MS = 500;

/**
 * Runs the whole service on this machine until it is told to stop. A parent that goes away without a word, as npm does
 * when it is killed, and a workerd that dies, end it too.
 */
async function main(): Promise<void> {
  const folder = process.env.INIT_CWD ?? process.cwd();
  const { home, port } = readSettings(process.env, folder);
  const files = homeFiles(home);
  await mkdir(files.state, { recursive: true, mode: 0o700 });
  await claimHome(files);

  let dispose = async (): Promise<void> => {};
  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await dispose();
    releaseHome(files);
    process.exit(code);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));

  try {
    await checkPortIsFree(port);
    await build();
    const secrets = await loadSecrets(files.secrets);
    const runtime = await startRuntime({ port, state: files.state, workerdPid: files.workerdPid, secrets });
    dispose = runtime.dispose;
    await provision(files.local, runtime.baseUrl, secrets.deployment_admin_key);
    console.log(`Operator is ready at ${runtime.baseUrl}`);
    console.log(
      `Keys are in ${home.startsWith(folder) ? relative(folder, files.local) : files.local}; the API reference is at ${runtime.baseUrl}/docs`,
    );
  } catch (error) {
    if (stopping) return;
    stopping = true;
    await dispose();
    releaseHome(files);
    throw error;
  }

  const parent = process.env.npm_lifecycle_event === undefined ? undefined : process.ppid;
  setInterval(() => {
    if (parent !== undefined && process.ppid !== parent) void stop(0);
    if (!stopping && livingProcess(files.workerdPid, "workerd") === undefined) {
      console.error("operator: workerd has ended");
      void stop(1);
    }
  }, WATCH_INTERVAL_MS);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`operator: ${error.message}`);
  process.exit(1);
}
