import { parseRequirement, type Refused, type Requirement } from "./requirement.ts";

/** What one logical line of a requirements file says. */
export type RequirementEntry =
  | { kind: "requirement"; requirement: Requirement; hashes: string[] }
  /** A path or an address without the name of a package; the name may follow in `#egg=`. */
  | {
      kind: "source";
      source: string;
      isEditable: boolean;
      name: string | undefined;
      extras: string[];
      hashes: string[];
    }
  | { kind: "include"; path: string; isConstraint: boolean }
  | { kind: "option"; name: string }
  | ({ kind: "invalid" } & Refused);

const OPTIONS_WITH_VALUE = new Set([
  ...["-i", "--index-url", "--pypi-url", "--extra-index-url", "-f", "--find-links", "--no-binary", "--only-binary"],
  ...["--trusted-host", "--use-feature"],
]);
const OPTIONS_ALONE = new Set(["--no-index", "--prefer-binary", "--require-hashes", "--pre"]);
const INCLUDES: Readonly<Record<string, boolean>> = {
  "-r": false,
  "--requirement": false,
  "-c": true,
  "--constraint": true,
};
/** A longer requirement is refused before a pattern looks at it; its hashes do not count. */
const MAX_BODY_CHARS = 4_000;

/** Options that follow one requirement. */
const REQUIREMENT_OPTION = /\s--(hash|config-settings?|global-option|install-option)(?=[=\s])/;

const ADDRESS = /^(?:(?:git|hg|svn|bzr)\+[a-z+]+:|[a-z][a-z0-9+.-]*:\/\/|file:)/i;
const ARCHIVE = /\.(?:whl|zip|tar|tar\.gz|tgz|tar\.bz2|tar\.xz)$/i;

/** An option and its value, however they are joined: `-r a`, `-ra`, `--requirement=a`. */
function splitOption(text: string): [string, string] {
  const long = /^(--[a-z-]+)(?:=|\s+|$)(.*)$/s.exec(text);
  if (long !== null) return [long[1] ?? "", (long[2] ?? "").trim()];
  return [text.slice(0, 2), text.slice(2).trim().replace(/^=/, "")];
}

function unquoted(text: string): string {
  return /^(["'])(.*)\1$/s.exec(text)?.[2] ?? text;
}

/** A path or an address as it is installed: without its marker, its extras and its fragment. */
function sourceOf(text: string, isEditable: boolean, hashes: string[]): RequirementEntry {
  const end = text.search(/\s;|\s/);
  const whole = unquoted(end < 0 ? text : text.slice(0, end));
  const [address = "", fragment = ""] = whole.split("#", 2);
  const egg = /(?:^|&)egg=([A-Za-z0-9._-]+)/.exec(fragment)?.[1];
  const extras = ADDRESS.test(address) ? undefined : /\[([^\]]*)\]$/.exec(address)?.[1];
  const source = extras === undefined ? address : address.slice(0, address.lastIndexOf("["));
  const names = (extras ?? "").split(",").map((name) => name.trim());
  return { kind: "source", source, isEditable, name: egg, extras: names.filter((name) => name !== ""), hashes };
}

function looksLikePath(text: string): boolean {
  const head = text.split(/\s|;|@/, 1)[0] ?? "";
  return /^[./~\\]/.test(head) || /[/\\]/.test(head) || ARCHIVE.test(head);
}

export function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}

function requirementOf(text: string): RequirementEntry {
  const start = text.search(REQUIREMENT_OPTION);
  const body = (start < 0 ? text : text.slice(0, start)).trim();
  const options = start < 0 ? "" : text.slice(start);
  const hashes = [...options.matchAll(/\s--hash[=\s]\s*(\S+)/g)].map(([, value]) => unquoted(value ?? ""));
  const unknown = /\s(--?[a-z][a-z-]*)/.exec(
    options.replace(/\s--(?:hash|config-settings?|global-option|install-option)(?=[=\s])/g, " "),
  );
  if (unknown !== null) return { kind: "invalid", refused: "is followed by an option that belongs to no requirement" };
  if (body.length > MAX_BODY_CHARS) return { kind: "invalid", refused: "is too long to be one" };
  if (isAddress(body) || looksLikePath(body)) return sourceOf(body, false, hashes);
  const requirement = parseRequirement(body);
  return "refused" in requirement ? { kind: "invalid", ...requirement } : { kind: "requirement", requirement, hashes };
}

/** Reads one logical line as pip does. Whatever pip would stop at is `invalid`. */
export function parseRequirementLine(text: string): RequirementEntry {
  if (!text.startsWith("-")) return requirementOf(text);
  const [name, value] = splitOption(text);
  const isConstraint = INCLUDES[name];
  if (isConstraint !== undefined) {
    const path = unquoted(value);
    return path === "" ? { kind: "invalid", refused: "names no file" } : { kind: "include", path, isConstraint };
  }
  if (name === "-e" || name === "--editable") {
    if (value === "") return { kind: "invalid", refused: "names nothing to install" };
    if (value.length > MAX_BODY_CHARS) return { kind: "invalid", refused: "is too long to be one" };
    const isSource = isAddress(value) || looksLikePath(value);
    return isSource
      ? sourceOf(value, true, [])
      : { kind: "invalid", refused: "is editable, and is neither a path nor the address of a repository" };
  }
  if (OPTIONS_ALONE.has(name)) return { kind: "option", name };
  if (OPTIONS_WITH_VALUE.has(name)) {
    return value === "" ? { kind: "invalid", refused: "is an option without its value" } : { kind: "option", name };
  }
  return { kind: "invalid", refused: "is an option that requirements files do not have" };
}
