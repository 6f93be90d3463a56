import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface StoredFile {
  path: string;
  bytes: Buffer;
}

/** A file, or `undefined` where the service removed it since it was listed: an idle object's databases lose their side files. */
function readIfThere(path: string): StoredFile[] {
  try {
    return [{ path, bytes: readFileSync(path) }];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Everything that an instance has stored: the databases of its objects and their side files. */
export function storedFiles(home: string): StoredFile[] {
  const entries = readdirSync(join(home, "state"), { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => (entry.isFile() ? readIfThere(join(entry.parentPath, entry.name)) : []));
}
