import { intersects, satisfies, validRange } from "semver";

/** A longer range is refused before any pattern looks at it. */
const MAX_RANGE_CHARS = 1_000;

/** What a value in `dependencies` of a `package.json` asks for. */
export type NpmRange =
  | { kind: "range"; range: string }
  /** A file or a folder of the project. */
  | { kind: "path"; path: string }
  /** A tag, a repository, an address, a workspace: something without a range that could be compared. */
  | { kind: "other" }
  | { kind: "invalid" };

const OTHER = /^(?:workspace|catalog|patch|git|git\+[a-z]+|https?|github|gitlab|bitbucket|gist|jsr):/i;
const REPOSITORY = /^(?:git@[^\s:]+:|[\w.-]+\/)[\w./-]+(?:#\S+)?$/;

/** Reads the value that stands for a version, as npm does (npm-package-arg). */
export function parseNpmRange(value: string): NpmRange {
  const text = value.trim();
  if (text.length > MAX_RANGE_CHARS) return { kind: "invalid" };
  const alias = /^npm:(?:@[^/@\s]+\/)?[^@\s]+(?:@(.*))?$/.exec(text);
  if (alias !== null) return parseNpmRange(alias[1] ?? "");
  const path = /^(?:file|link|portal):(.*)$/.exec(text)?.[1] ?? (/^\.{0,2}\/|^~\//.test(text) ? text : undefined);
  if (path !== undefined) return { kind: "path", path };
  if (OTHER.test(text)) return { kind: "other" };
  if (validRange(text) !== null) return { kind: "range", range: text };
  if (REPOSITORY.test(text)) return { kind: "other" };
  // Any other word is a tag, unless it starts like a version, which no registry has as a tag.
  const isTag = encodeURIComponent(text) === text && !/^v?\d|\*/.test(text);
  return isTag ? { kind: "other" } : { kind: "invalid" };
}

/** Can one version be in both ranges. */
export function areCompatible(one: string, other: string): boolean {
  return intersects(one, other, { includePrerelease: true });
}

export function isInRange(version: string, range: string): boolean {
  return satisfies(version, range) || satisfies(version, range, { includePrerelease: true });
}
