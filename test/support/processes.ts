import { readdirSync, readFileSync } from "node:fs";

/** What `/proc` tells of a process; one that has ended and only waits to be collected is gone. */
function statOf(pid: number): { group: number } | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
  // The name, in parentheses, may hold anything.
  const [state, , group] = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return state === "Z" || state === "X" ? undefined : { group: Number(group) };
}

/** True while a process runs. */
export function isAlive(pid: number): boolean {
  return statOf(pid) !== undefined;
}

/** The processes of a group that still run. */
export function livingMembers(group: number): number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => statOf(pid)?.group === group);
}

/** Sends a signal to a whole group, as a terminal does; a group that is gone is fine. */
export function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
