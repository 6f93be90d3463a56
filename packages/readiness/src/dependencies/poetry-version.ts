import { isSpecifier } from "./specifier.ts";

const MAX_CONSTRAINT_CHARS = 300;
const VERSION = /^v?(\d+(?:\.\d+)*)([a-z0-9.+!-]*)$/i;

/** The release that follows when a part is counted up: `1.2.3` at 1 is `1.3`. */
function nextRelease(parts: readonly number[], at: number): string {
  return [...parts.slice(0, at), (parts[at] ?? 0) + 1].join(".");
}

function between(version: string, at: (parts: readonly number[]) => number): string | undefined {
  const release = VERSION.exec(version)?.[1];
  if (release === undefined) return undefined;
  const parts = release.split(".").map(Number);
  return `>=${version},<${nextRelease(parts, at(parts))}`;
}

/** The first part that is not zero may not change; of zeros alone, the last. */
function caretPart(parts: readonly number[]): number {
  const at = parts.findIndex((part) => part !== 0);
  return at < 0 ? parts.length - 1 : at;
}

function clauseOf(text: string): string | undefined {
  const clause = text.trim();
  if (clause === "*" || clause === "") return "";
  if (clause.startsWith("^")) return between(clause.slice(1).trim(), caretPart);
  if (/^~(?!=)/.test(clause)) return between(clause.slice(1).trim(), (parts) => Math.min(1, parts.length - 1));
  if (/^\d/.test(clause)) return `==${clause}`;
  return clause.replace(/^=(?!=)/, "==");
}

/**
 * A constraint of poetry as a PEP 440 specifier, or undefined when poetry would refuse it. Alternatives (`||`) have no
 * counterpart there, and become any version.
 */
export function specifierOfPoetry(constraint: string): string | undefined {
  if (constraint.length > MAX_CONSTRAINT_CHARS) return undefined;
  const alternatives = constraint.split(/\|\|?/).map((alternative) => {
    const joined = alternative.trim().replace(/([\^~=<>!])\s+/g, "$1");
    const clauses = joined.split(/\s*,\s*|\s+/).map(clauseOf);
    const specifier = clauses.filter((clause) => clause !== "").join(",");
    return clauses.includes(undefined) || !isSpecifier(specifier) ? undefined : specifier;
  });
  if (alternatives.includes(undefined)) return undefined;
  return alternatives.length > 1 ? "" : alternatives[0];
}
