import { execFileSync } from "node:child_process";
import { type Browser, chromium } from "playwright-core";

/** Where Chromium is: `CHROMIUM_PATH`, else the first one on the path. */
function chromiumPath(): string {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  try {
    return execFileSync("which", ["chromium"], { encoding: "utf8" }).trim();
  } catch {
    throw new Error("there is no chromium: run test/browser/install-chromium.sh, or set CHROMIUM_PATH");
  }
}

/** Starts Chromium. Its own sandbox cannot be had as root; the pages that it opens are ours. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox"] });
}
