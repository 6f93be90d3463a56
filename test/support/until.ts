import { setTimeout as wait } from "node:timers/promises";

const POLL_INTERVAL_MS = 20;

/** Waits until `check` yields something, or fails with what was waited for. A busy machine only makes it slower. */
export async function until<Value>(
  what: string,
  deadlineMs: number,
  check: () => Value | undefined | Promise<Value | undefined>,
): Promise<Value> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const value = await check();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`waited ${deadlineMs} ms in vain: ${what}`);
    await wait(POLL_INTERVAL_MS);
  }
}
