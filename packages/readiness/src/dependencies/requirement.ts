import { normaliseName } from "./declaration.ts";
import { parseMarker } from "./marker.ts";
import { isSpecifier } from "./specifier.ts";

/** A PEP 508 requirement, as requirements files and `pyproject.toml` write them. */
export interface Requirement {
  name: string;
  extras: string[];
  specifier: string;
  marker: string;
  /** Where it is installed from, when that is not an index. */
  address: string | undefined;
}

/** What an installer would refuse, in words that follow "the requirement". */
export type Refused = { refused: string };

const MAX_REQUIREMENT_CHARS = 4_000;
const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?/;
const WHOLE_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;

export function isPackageName(name: string): boolean {
  return name.length <= MAX_REQUIREMENT_CHARS && WHOLE_NAME.test(name);
}

function extrasOf(text: string): string[] | undefined {
  const names = text.split(",").map((name) => name.trim());
  if (names.length === 1 && names[0] === "") return [];
  return names.every(isPackageName) ? names.map(normaliseName) : undefined;
}

/** The address and the marker of `pkg @ address ; marker`; only a semicolon after white space ends an address. */
function splitAddress(text: string): [string, string | undefined] {
  const end = text.search(/\s;/);
  return end < 0 ? [text.trim(), undefined] : [text.slice(0, end).trim(), text.slice(end + 2)];
}

function splitSpecifier(text: string): [string, string | undefined] {
  const end = text.indexOf(";");
  const specifier = (end < 0 ? text : text.slice(0, end)).trim();
  const inside = /^\((.*)\)$/s.exec(specifier)?.[1];
  return [(inside ?? specifier).trim(), end < 0 ? undefined : text.slice(end + 1)];
}

/** Reads one requirement: name, extras, versions or address, marker. */
export function parseRequirement(text: string): Requirement | Refused {
  if (text.length > MAX_REQUIREMENT_CHARS) return { refused: "is too long to be one" };
  const name = NAME.exec(text)?.[0];
  if (name === undefined) return { refused: "does not start with the name of a package" };
  let rest = text.slice(name.length).trimStart();
  let extras: string[] | undefined = [];
  if (rest.startsWith("[")) {
    const end = rest.indexOf("]");
    extras = end < 0 ? undefined : extrasOf(rest.slice(1, end));
    if (extras === undefined) return { refused: "has extras that cannot be read" };
    rest = rest.slice(end + 1).trimStart();
  }
  const isDirect = rest.startsWith("@");
  const [source, marker] = isDirect ? splitAddress(rest.slice(1)) : splitSpecifier(rest);
  if (marker !== undefined && parseMarker(marker) === undefined) return { refused: "has a marker that cannot be read" };
  if (isDirect && (source === "" || /\s/.test(source))) return { refused: "has no address after the at sign" };
  if (!isDirect && !isSpecifier(source)) return { refused: "has a version specifier that cannot be read" };
  return {
    name: normaliseName(name),
    extras,
    specifier: isDirect ? "" : source,
    marker: marker?.trim() ?? "",
    address: isDirect ? source : undefined,
  };
}
