import { join, resolve } from "node:path";

/** Where a local instance keeps its state, and where it listens. */
export interface Settings {
  home: string;
  port: number;
}

/** A mistake of the person who starts the service: told in one line, without a stack. */
export class UsageError extends Error {}

const DEFAULT_PORT = 8787;

/** Reads `OPERATOR_HOME` and `PORT`. */
export function readSettings(env: NodeJS.ProcessEnv, folder: string): Settings {
  const text = env.PORT || String(DEFAULT_PORT);
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65535)
    throw new UsageError("PORT must be a number from 1 to 65535");
  return { home: resolve(folder, env.OPERATOR_HOME || ".operator"), port };
}

/** The files of an instance's home. */
export function homeFiles(home: string) {
  return {
    local: join(home, "local.json"),
    secrets: join(home, "secrets.json"),
    state: join(home, "state"),
    runtimePid: join(home, "runtime.pid"),
    workerdPid: join(home, "workerd.pid"),
  };
}
