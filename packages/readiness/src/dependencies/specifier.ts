import { parse, satisfies, validRange } from "@renovatebot/pep440";

/** A longer specifier is refused before any pattern looks at it; real ones have some dozens of characters. */
const MAX_SPECIFIER_CHARS = 500;

/** The clauses of a PEP 440 specifier; a comma may follow the last one. */
export function clausesOf(specifier: string): string[] {
  return specifier
    .split(",")
    .map((clause) => clause.trim())
    .filter((clause) => clause !== "");
}

/** True for what an installer accepts as a PEP 440 specifier; an empty one stands for any version. */
export function isSpecifier(specifier: string): boolean {
  if (specifier.length > MAX_SPECIFIER_CHARS) return false;
  const clauses = clausesOf(specifier);
  if (clauses.length === 0) return specifier.trim() === "";
  return !specifier.trim().startsWith(",") && !/,\s*,/.test(specifier) && clauses.every((clause) => validRange(clause));
}

/** Does a version lie within a specifier; prereleases count, because a lock or a pin names them on purpose. */
export function isWithin(version: string, specifier: string): boolean {
  return clausesOf(specifier).every((clause) => {
    const exact = /^===\s*(.+)$/.exec(clause)?.[1];
    return exact === undefined ? satisfies(version, clause, { prereleases: true }) : exact.trim() === version;
  });
}

/**
 * Versions around one bound: just below it, at it, and just above it. A set of versions that clauses bound is not empty
 * exactly when a version at or beside one of the bounds is in it, so these are all that have to be tried.
 */
function versionsAround(clause: string): string[] {
  const [bound] = parse(clause) ?? [];
  if (bound === undefined) return [];
  if (bound.legacy !== undefined) return [bound.legacy];
  const epoch = bound.epoch ? `${bound.epoch}!` : "";
  const release = bound.release.map(Number);
  const versions = [bound.version, `${epoch}${release.join(".")}`];
  for (let length = 1; length <= release.length; length += 1) {
    const head = release.slice(0, length);
    const last = head.pop() ?? 0;
    const with_ = (end: number) => `${epoch}${[...head, end].join(".")}`;
    versions.push(with_(last + 1), `${with_(last + 1)}.0.1`);
    if (last > 0) versions.push(with_(last - 1), `${with_(last - 1)}.999999`);
  }
  const whole = `${epoch}${release.join(".")}`;
  versions.push(`${whole}.0.0.1`, `${whole}.999999`, `${whole}.post1`, `${whole}.dev0`, `${whole}rc999999`);
  versions.push(`${bound.version}.post999999`);
  return versions.filter((version) => satisfies(version, "", { prereleases: true }) || version === bound.version);
}

/** A version that satisfies every one of the specifiers, or undefined when none does. All have to be valid. */
export function commonVersion(specifiers: readonly string[]): string | undefined {
  const clauses = specifiers.flatMap(clausesOf);
  const joined = clauses.join(",");
  const candidates = new Set(["0", "1", "999999", ...clauses.flatMap(versionsAround)]);
  return [...candidates].find((version) => isWithin(version, joined));
}
