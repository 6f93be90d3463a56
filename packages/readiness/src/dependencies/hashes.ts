import type { Finding, Place } from "../finding.ts";
import { shown, toCorrect } from "./report.ts";

/** A requirement and the hashes that follow it. */
export interface Hashed {
  hashes: readonly string[];
  /** True when it names one version or one address. */
  isPinned: boolean;
  place: Place;
}

/** Hexadecimal digits of each digest that pip takes as strong enough. */
const DIGITS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

function isHash(text: string): boolean {
  const [, algorithm = "", digest = ""] = /^([a-z0-9]+):([0-9a-fA-F]+)$/.exec(text) ?? [];
  return Object.hasOwn(DIGITS, algorithm) && DIGITS[algorithm] === digest.length;
}

/**
 * What pip refuses about hashes. One hash anywhere turns them on for the whole install: then each requirement needs one, and
 * each has to be pinned with `==` (pip documentation, "Secure installs").
 */
export function hashFindings(all: readonly Hashed[], areRequired: boolean, severity: Finding["severity"]): Finding[] {
  const isOn = areRequired || all.some(({ hashes }) => hashes.length > 0);
  return all.flatMap(({ hashes, isPinned, place }) => {
    const wrong = hashes.find((hash) => !isHash(hash));
    if (wrong !== undefined) {
      const message = `The hash ${shown(wrong)} is no sha256, sha384 or sha512 digest in hexadecimal.`;
      return [toCorrect("requirement_hash_invalid", severity, message, place)];
    }
    if (isOn && hashes.length === 0) {
      const message = "This requirement has no hash while others have one: pip installs none of them.";
      return [toCorrect("requirement_hash_missing", severity, message, place)];
    }
    if (isOn && !isPinned) {
      const message = "This requirement has a hash and is not pinned to one version with ==, which pip refuses.";
      return [toCorrect("requirement_hash_unpinned", severity, message, place)];
    }
    return [];
  });
}
