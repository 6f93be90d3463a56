import { oncePerProject } from "../once.ts";
import type { Project } from "../project.ts";

const KIB = 1024;

/** What of a file that declares or locks dependencies is read, in characters: ten times what large projects have. */
const MAX_CHARS: readonly (readonly [file: RegExp, most: number])[] = [
  [/^pyproject\.toml$/, 48 * KIB],
  [/^package\.json$/, 64 * KIB],
  [/^(?:uv|poetry)\.lock$/, 2048 * KIB],
  [/^(?:package-lock|npm-shrinkwrap)\.json$/, 2048 * KIB],
];

/** Packages of one lock. */
const MAX_LOCKED_PACKAGES = 5000;
const LOCKED_PACKAGE = "[[package]]";

/** All requirements files together, because one may ask for others. */
const MAX_REQUIREMENTS_CHARS = 256 * KIB;
const REQUIREMENTS = /(?:^|\/)(?:requirements|constraints)[^/]*\.(?:txt|in)$/;
const ASKS_FOR_OTHERS = /^[ \t]*(?:-r|-c|--requirement|--constraint)\b/m;

function requirementsFiles({ files }: Project): string[] {
  const paths = [...files.keys()];
  const named = paths.filter((path) => REQUIREMENTS.test(path));
  const isOpen = named.some((path) => ASKS_FOR_OTHERS.test(files.get(path) ?? ""));
  return isOpen ? paths.filter((path) => /\.(?:txt|in)$/.test(path)) : named;
}

/**
 * The first file that is too large to have its dependencies checked; nothing where all can be. Comparing what tens of
 * thousands of lines declare takes longer than a request may.
 */
export const oversizedManifest = oncePerProject((project): string | undefined => {
  const lengthOf = (path: string): number => project.files.get(path)?.length ?? 0;
  const large = [...project.files.keys()].find((path) =>
    MAX_CHARS.some(([file, most]) => file.test(path) && lengthOf(path) > most),
  );
  if (large !== undefined) return large;
  const crowded = ["uv.lock", "poetry.lock"].find(
    (path) =>
      (project.files.get(path) ?? "").split(LOCKED_PACKAGE, MAX_LOCKED_PACKAGES + 2).length > MAX_LOCKED_PACKAGES + 1,
  );
  if (crowded !== undefined) return crowded;
  const requirements = requirementsFiles(project);
  const total = requirements.reduce((sum, path) => sum + lengthOf(path), 0);
  return total > MAX_REQUIREMENTS_CHARS ? requirements.toSorted((a, b) => lengthOf(b) - lengthOf(a))[0] : undefined;
});
