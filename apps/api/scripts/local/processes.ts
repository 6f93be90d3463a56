import { execFileSync } from "node:child_process";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { UsageError } from "./settings.ts";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The command line of a process, or nothing when it cannot be told. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    try {
      return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    } catch {
      return "";
    }
  }
}

/** The process id in a file, when that process lives and still is what it was: ids are used again. */
export function livingProcess(pidFile: string, command: string): number | undefined {
  let text: string;
  try {
    text = readFileSync(pidFile, "utf8");
  } catch {
    return undefined;
  }
  const pid = Number(text);
  if (!Number.isSafeInteger(pid) || pid <= 1) return undefined;
  return isAlive(pid) && commandOf(pid).includes(command) ? pid : undefined;
}

/** Makes the folders of a home, readable by their owner only. */
export async function makeHome(state: string): Promise<void> {
  try {
    await mkdir(state, { recursive: true, mode: 0o700 });
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new UsageError(`OPERATOR_HOME cannot be made into a folder (${reason})`);
  }
}

/** Leaves this process's id where no file is, whole from the first moment on; false where one is. */
function placePidFile(pidFile: string): boolean {
  const own = `${pidFile}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, pidFile);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Makes this process the only one that works on a home. One that runs already is respected; a workerd that outlived a
 * killed parent is ended, because two of them on one folder would tear its databases.
 */
export async function claimHome(files: { runtimePid: string; workerdPid: string }): Promise<void> {
  while (!placePidFile(files.runtimePid)) {
    const other = livingProcess(files.runtimePid, "start.ts");
    if (other !== undefined && other !== process.pid) {
      throw new UsageError(`another instance (process ${other}) is running on this OPERATOR_HOME`);
    }
    rmSync(files.runtimePid, { force: true });
  }
  const orphan = livingProcess(files.workerdPid, "workerd");
  if (orphan !== undefined) {
    process.kill(orphan, "SIGKILL");
    while (isAlive(orphan)) await wait(20);
  }
}

/** Gives up a home that was claimed. */
export function releaseHome(files: { runtimePid: string; workerdPid: string }): void {
  rmSync(files.runtimePid, { force: true });
  rmSync(files.workerdPid, { force: true });
}
