import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { UsageError } from "./settings.ts";

/** Writes a file that only its owner can read, all of it or nothing. */
export async function writePrivateJson(path: string, value: unknown): Promise<void> {
  const unfinished = `${path}.${randomBytes(6).toString("hex")}`;
  await writeFile(unfinished, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, path);
}

/** The JSON of a file, or `undefined` when there is no such file. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    if (error instanceof SyntaxError) throw new UsageError(`${path} is not JSON; mend it or delete it`);
    throw error;
  }
}
