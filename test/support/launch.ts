import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { isAlive, livingMembers, signalGroup } from "./processes.ts";
import { until } from "./until.ts";

const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));

const END_DEADLINE_MS = 60_000;

/** The environment of a person at a shell: without what an npm script that runs these tests adds to it. */
function shellEnvironment(): NodeJS.ProcessEnv {
  const added =
    /^(npm_|INIT_CWD$|PORT$|OPERATOR_|NODE_OPTIONS$|VITEST|NODE_ENV$|TEST$|DEV$|PROD$|MODE$|BASE_URL$|SSR$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !added.test(name)));
}

/** `npm start` at the root of the repository, in a process group of its own. */
export interface Launched {
  /** The process id of npm, and the id of the group that everything it starts belongs to. */
  readonly npm: number;
  /** Everything that this start printed so far. */
  output(): string;
  /** Waits until npm and all that it started have ended; the exit code, or the signal. */
  ended(): Promise<number | NodeJS.Signals>;
  /** What npm ended with, if it has. */
  exit(): number | NodeJS.Signals | undefined;
  /** Sends a signal to the whole group, unless it has ended: its id may be another's by then. */
  signal(signal: NodeJS.Signals): void;
}

/** Every group that was started here and may still run: none outlives the tests, however they end. */
const groups = new Set<number>();
process.on("exit", () => {
  for (const group of groups) signalGroup(group, "SIGKILL");
});

/** Runs `npm start` with these settings; what it prints goes to the end of `outputFile`. */
export function launch(settings: Record<string, string>, outputFile: string): Launched {
  const printedBefore = existsSync(outputFile) ? statSync(outputFile).size : 0;
  const output = openSync(outputFile, "a", 0o600);
  const child = spawn("npm", ["start"], {
    cwd: REPOSITORY,
    // A runtime that is killed leaves temporary files; here they go when the test's folder goes.
    env: { ...shellEnvironment(), TMPDIR: dirname(outputFile), ...settings },
    stdio: ["ignore", output, output],
    detached: true,
  });
  closeSync(output);
  let exit: number | NodeJS.Signals | undefined;
  child.on("exit", (code, signal) => {
    exit = code ?? signal ?? undefined;
  });
  const { pid: npm } = child;
  if (npm === undefined) throw new Error("npm cannot be run");
  groups.add(npm);
  const hasEnded = () => {
    // Once it has ended its id may be used again, for processes that are not ours.
    if (!groups.has(npm)) return exit;
    if (exit === undefined || isAlive(npm) || livingMembers(npm).length > 0) return undefined;
    groups.delete(npm);
    return exit;
  };
  return {
    npm,
    output: () => readFileSync(outputFile).subarray(printedBefore).toString("utf8"),
    ended: () => until("npm start to leave no process behind", END_DEADLINE_MS, hasEnded),
    exit: () => exit,
    signal: (signal) => {
      if (groups.has(npm)) signalGroup(npm, signal);
    },
  };
}
