import { relative } from "node:path";
import { build } from "./build.ts";
import { claimHome, livingProcess, makeHome, releaseHome } from "./local/processes.ts";
import { provision } from "./local/provision.ts";
import { checkPortIsFree, startRuntime } from "./local/runtime.ts";
import { loadSecrets } from "./local/secrets.ts";
import { homeFiles, readSettings, UsageError } from "./local/settings.ts";

/** How often the parent and workerd are looked after. */
const WATCH_INTERVAL_MS = 500;

/** Miniflare replaces a workerd that dies. One that stays away longer than this will not come back. */
const WORKERD_ABSENCE_MS = 10_000;

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs the whole service on this machine until it is told to stop. A parent that goes away without a word, as npm does
 * when it is killed, and a workerd that stays away, end it too.
 */
async function main(): Promise<void> {
  // Read before anything is awaited: a parent that ends while we start is missed too.
  const parent = process.env.npm_lifecycle_event === undefined ? undefined : process.ppid;
  const folder = process.env.INIT_CWD ?? process.cwd();
  const { home, port } = readSettings(process.env, folder);
  const files = homeFiles(home);
  await makeHome(files.state);
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
  const stopOnSignals = (): void => {
    for (const signal of STOP_SIGNALS) process.removeAllListeners(signal).on(signal, () => void stop(0));
  };
  stopOnSignals();

  try {
    await checkPortIsFree(port);
    await build();
    const secrets = await loadSecrets(files.secrets);
    const runtime = await startRuntime({ port, state: files.state, workerdPid: files.workerdPid, secrets });
    dispose = runtime.dispose;
    // Miniflare has signal handlers of its own, which would end this process in the middle of its stop.
    stopOnSignals();
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

  let workerdSeenAt = Date.now();
  setInterval(() => {
    if (parent !== undefined && process.ppid !== parent) void stop(0);
    if (livingProcess(files.workerdPid, "workerd") !== undefined) workerdSeenAt = Date.now();
    if (!stopping && Date.now() - workerdSeenAt > WORKERD_ABSENCE_MS) {
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
