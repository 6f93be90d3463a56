import type { Project } from "../project.ts";

/** What an entry leads to. `attribute` is what stands behind a colon, such as `graph` in `src/agent.py:graph`. */
export type ResolvedEntry =
  | { kind: "file"; path: string; attribute?: string }
  | { kind: "unsafe"; reason: "absolute" | "traversal" | "backslash" | "address" }
  | { kind: "command" }
  | { kind: "folder"; path: string }
  | { kind: "missing"; path: string; similar?: string };

const WITH_ATTRIBUTE = /^(.+?):([A-Za-z_][\w.]*)$/;
const MODULE = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;
const SOURCE = /\.(?:py|mjs|cjs|js|mts|cts|ts)$/;

function unsafeReason(entry: string): Extract<ResolvedEntry, { kind: "unsafe" }>["reason"] | undefined {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(entry)) return "address";
  if (entry.includes("\\")) return "backslash";
  if (entry.startsWith("/") || entry.startsWith("~") || /^[A-Za-z]:\//.test(entry)) return "absolute";
  return entry.split("/").includes("..") ? "traversal" : undefined;
}

/** The files that a module name such as `agent.main` may stand for. */
function moduleFiles(module: string): string[] {
  const path = module.replaceAll(".", "/");
  return ["", "src/"].flatMap((root) => [
    `${root}${path}.py`,
    `${root}${path}/__main__.py`,
    `${root}${path}/__init__.py`,
  ]);
}

function isFolder({ files }: Project, path: string): boolean {
  return [...files.keys()].some((file) => file.startsWith(`${path}/`));
}

/** The file that was probably meant: the same but for the case of letters, or of the same name elsewhere. */
function similarFile({ files }: Project, path: string): string | undefined {
  const lower = path.toLowerCase();
  const name = lower.slice(lower.lastIndexOf("/") + 1);
  const paths = [...files.keys()];
  return (
    paths.find((file) => file.toLowerCase() === lower) ??
    paths.find((file) => file.toLowerCase() === `${lower}.py`) ??
    paths.find((file) => SOURCE.test(file) && file.toLowerCase().endsWith(`/${name}`)) ??
    paths.find((file) => SOURCE.test(file) && !file.includes("/") && lower.endsWith(`/${file.toLowerCase()}`))
  );
}

/**
 * Finds the file that an entry names: a path, a path with an attribute (`src/agent.py:graph`), or a Python module
 * (`agent.main`, `agent.main:run`), which may lie under `src`.
 */
export function resolveEntry(entry: string, project: Project): ResolvedEntry {
  const reason = unsafeReason(entry);
  if (reason !== undefined) return { kind: "unsafe", reason };
  const [, before, attribute] = WITH_ATTRIBUTE.exec(entry) ?? [];
  const named = (before ?? entry).replace(/^(?:\.\/)+/, "").replace(/\/$/, "");
  const found = (path: string): ResolvedEntry => ({
    kind: "file",
    path,
    ...(attribute === undefined ? {} : { attribute }),
  });
  const isThere = (path: string): boolean => project.files.has(path) || project.binaries.has(path);
  if (isThere(named)) return found(named);
  const module = MODULE.test(named) ? moduleFiles(named).find(isThere) : undefined;
  if (module !== undefined) return found(module);
  if (isThere(`${named}/__main__.py`)) return found(`${named}/__main__.py`);
  if (/\s/.test(entry)) return { kind: "command" };
  if (isFolder(project, named)) return { kind: "folder", path: named };
  const similar = similarFile(project, named);
  return { kind: "missing", path: named, ...(similar === undefined ? {} : { similar }) };
}
