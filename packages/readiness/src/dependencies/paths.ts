/** The folder of a path, empty at the root of the project. */
export function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

/**
 * A relative path as seen from a folder of the project, normal and relative to the root (empty for the root itself), or
 * undefined when it leaves the project: an absolute path, a drive, or too many `..`.
 */
export function resolveInside(folder: string, path: string): string | undefined {
  const forward = path.replaceAll("\\", "/");
  if (forward.startsWith("/") || forward.startsWith("~") || /^[A-Za-z]:/.test(forward)) return undefined;
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of forward.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}
