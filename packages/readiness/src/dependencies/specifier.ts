import { eq, explain, gt, lt, parse, satisfies, valid, validRange } from "@renovatebot/pep440";

/** A longer specifier is refused before any pattern looks at it; real ones have some dozens of characters. */
const MAX_SPECIFIER_CHARS = 500;

/** Of a version with more parts only the version itself is tried. */
const MAX_RELEASE_PARTS = 8;

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

/** Parts of a release that a version is filled up to, so that `2` starts with `2.0` as PEP 440 says. */
const FILLED_PARTS = 6;

function filled(version: string): string {
  const [, epoch = "", release = "", rest = ""] = /^v?(\d+!)?(\d+(?:\.\d+)*)(.*)$/i.exec(version) ?? [];
  const parts = release.split(".");
  const zeros = Array<string>(Math.max(0, FILLED_PARTS - parts.length)).fill("0");
  return `${epoch}${[...parts, ...zeros].join(".")}${rest}`;
}

/**
 * PEP 440, "exclusive ordered comparison": `<1.0` leaves out the prereleases of 1.0, and `>1.0` its post releases and local
 * versions, unless the bound is such a version itself.
 */
function isBeyond(version: string, operator: string, bound: string): boolean {
  const [one, limit] = [explain(version), explain(bound)];
  if (one === null || limit === null) return false;
  const isFinal = !limit.is_prerelease && !limit.is_postrelease;
  const isOfBound = isFinal && eq(one.base_version, limit.base_version);
  if (operator === "<") return lt(version, bound) && !(isOfBound && one.is_prerelease);
  return gt(version, bound) && !(isOfBound && (one.is_postrelease || one.local !== null));
}

/** Does a version lie within a specifier; prereleases count, because a lock or a pin names them on purpose. */
export function isWithin(version: string, specifier: string): boolean {
  const isVersion = valid(version) !== null;
  return clausesOf(specifier).every((clause) => {
    const exact = /^===(.+)$/.exec(clause)?.[1];
    if (exact !== undefined) return exact.trim() === version;
    const [, operator, bound = ""] = /^([<>])(?!=)\s*(\S+)$/.exec(clause) ?? [];
    if (operator !== undefined) return isVersion && isBeyond(version, operator, bound);
    return isVersion && satisfies(filled(version), clause, { prereleases: true });
  });
}

/**
 * Versions around one bound: just below it, at it, and just above it. A set of versions that clauses bound is not empty
 * exactly when a version at or beside one of the bounds is in it, so these are all that have to be tried.
 */
function versionsAround(clause: string): string[] {
  const bound = clause.replace(/^[=<>!~]+\s*/, "").replace(/\.\*$/, "");
  const parsed = parse(bound);
  if (parsed === null || parsed.release.length > MAX_RELEASE_PARTS) return [bound];
  const epoch = parsed.epoch ? `${parsed.epoch}!` : "";
  const whole = `${epoch}${parsed.release.join(".")}`;
  const versions = [bound, `${bound}.post999999`, whole];
  for (const [index, part] of parsed.release.entries()) {
    const head = parsed.release.slice(0, index);
    const ending = (last: string) => `${epoch}${[...head, last].join(".")}`;
    versions.push(ending(`${part + 1}`), ending(`${part + 1}.0.1`));
    if (part > 0) versions.push(ending(`${part - 1}`), ending(`${part - 1}.999999`));
  }
  versions.push(`${whole}.0`, `${whole}.0.0`, `${whole}.0.0.1`, `${whole}.999999`, `${whole}.dev0`, `${whole}rc999999`);
  return versions;
}

/** A version that satisfies every one of the specifiers, or undefined when none does. All have to be valid. */
export function commonVersion(specifiers: readonly string[]): string | undefined {
  const clauses = specifiers.flatMap(clausesOf);
  const joined = clauses.join(",");
  const candidates = new Set(["0", "1", "999999", ...clauses.flatMap(versionsAround)]);
  return [...candidates].find((version) => isWithin(version, joined));
}
