import type { Finding, Place } from "../finding.ts";
import type { Project } from "../project.ts";
import { type Declaration, normaliseName, type Purpose } from "./declaration.ts";
import { type Hashed, hashFindings } from "./hashes.ts";
import { folderOf, resolveInside } from "./paths.ts";
import { placeOf, shown, toCorrect } from "./report.ts";
import { isAddress, parseRequirementLine, type RequirementEntry } from "./requirement-entry.ts";
import { requirementLines } from "./requirement-lines.ts";

/** What the requirements files of a project say. */
export interface Requirements {
  declarations: Declaration[];
  findings: Finding[];
  /** True when something is installed of which the name or the content is unknown, so that nothing is surely missing. */
  isOpen: boolean;
  /** True when a file installs the project itself, with what its `pyproject.toml` declares. */
  installsProject: boolean;
}

/** Files that one file includes, each counted once; a project with more is not read further. */
const MAX_FILES = 200;

/** Lines that are read of one file and all that it includes; more are no project's, and what they install is unknown. */
const MAX_LINES = 10_000;

/** After so many findings about one file and its includes the rest would be more of the same. */
const MAX_FINDINGS = 200;

/** The file that is installed before a run; beside it the others are for those who ask for them. */
const MAIN = "requirements.txt";

/** Names of files that are for those who work on the project. */
const FOR_DEVELOPMENT = /dev|test|lint|docs?\b|ci\b|build/;

/** The requirements files at the root of a project, the one that is installed first. */
function requirementsFiles(project: Project): string[] {
  const names = [...project.files.keys()].filter((path) => /^requirements[^/]*\.txt$/.test(path)).sort();
  return names.includes(MAIN) ? [MAIN, ...names.filter((name) => name !== MAIN)] : names;
}

/** One walk through a file and all that it includes. */
class Walk {
  readonly found: Requirements = { declarations: [], findings: [], isOpen: false, installsProject: false };
  private readonly hashed: Hashed[] = [];
  private readonly seen = new Set<string>();
  private needsHashes = false;
  private lines = 0;
  private readonly project: Project;
  private readonly root: string;

  constructor(project: Project, root: string) {
    this.project = project;
    this.root = root;
  }

  run(): Requirements {
    this.file(this.root, false, []);
    const hashes = hashFindings(this.hashed, this.needsHashes, this.severity);
    this.found.findings.push(...hashes.slice(0, MAX_FINDINGS));
    return this.found;
  }

  private get purpose(): Purpose {
    if (this.root === MAIN) return "runtime";
    if (FOR_DEVELOPMENT.test(this.root)) return "development";
    return this.project.files.has(MAIN) ? "optional" : "runtime";
  }

  private get severity(): Finding["severity"] {
    return this.purpose === "runtime" ? "blocking" : "advisory";
  }

  private report(code: string, message: string, place: Place): void {
    if (this.found.findings.length < MAX_FINDINGS) {
      this.found.findings.push(toCorrect(code, this.severity, message, place));
    }
  }

  private file(path: string, isConstraint: boolean, parents: readonly string[]): void {
    this.seen.add(`${isConstraint}:${path}`);
    for (const line of requirementLines(this.project.files.get(path) ?? "")) {
      this.lines += 1;
      if (this.lines > MAX_LINES) {
        this.found.isOpen = true;
        return;
      }
      const place = placeOf(path, line.first, line.last);
      const entry = parseRequirementLine(line.text);
      if (entry.kind === "include") this.include(entry, isConstraint, place, [...parents, path]);
      else this.entry(entry, line.text, isConstraint, place);
    }
  }

  private include(
    { path, isConstraint }: Extract<RequirementEntry, { kind: "include" }>,
    within: boolean,
    place: Place,
    parents: readonly string[],
  ): void {
    if (isAddress(path)) {
      this.found.isOpen ||= !isConstraint;
      return;
    }
    const target = resolveInside(folderOf(place.path), path);
    if (target === undefined) {
      this.report("requirements_include_outside", `The included file ${shown(path)} lies outside the project.`, place);
    } else if (!this.project.files.has(target)) {
      this.report("requirements_include_missing", `The included file ${shown(path)} is not in the project.`, place);
    } else if (parents.includes(target)) {
      const message = `The file ${shown(path)} is included while it is being read: the includes form a circle.`;
      this.report("requirements_include_cycle", message, place);
    } else if (!this.seen.has(`${isConstraint || within}:${target}`) && this.seen.size < MAX_FILES) {
      this.file(target, isConstraint || within, parents);
    }
  }

  private entry(
    entry: Exclude<RequirementEntry, { kind: "include" }>,
    text: string,
    isConstraint: boolean,
    place: Place,
  ): void {
    if (entry.kind === "option") {
      this.needsHashes ||= entry.name === "--require-hashes";
    } else if (entry.kind === "invalid") {
      // Nobody knows what it would install; that it is missing is not to be said of it as well.
      this.found.isOpen ||= !isConstraint;
      this.report("requirement_invalid", `The requirement ${shown(text)} ${entry.refused}.`, place);
    } else if (entry.kind === "source") {
      this.source(entry, isConstraint, place);
      if (!isConstraint) this.hashed.push({ hashes: entry.hashes, isPinned: false, place });
    } else {
      const { requirement, hashes } = entry;
      if (isConstraint && requirement.extras.length > 0) {
        this.report("constraint_with_extras", `The constraint ${shown(text)} has extras, which pip refuses.`, place);
      }
      if (requirement.address !== undefined) this.path(requirement.address.replace(/^file:(?:\/\/)?/, ""), place);
      const { name, extras, specifier, marker, address } = requirement;
      this.takeIn({ name, extras, specifier, marker, direct: address !== undefined }, isConstraint, place);
      const isPinned = /^===?(?!.*[,*])/.test(specifier) || address !== undefined;
      if (!isConstraint || hashes.length > 0) this.hashed.push({ hashes, isPinned, place });
    }
  }

  private takeIn(
    part: Pick<Declaration, "name" | "extras" | "specifier" | "marker" | "direct">,
    isConstraint: boolean,
    place: Place,
  ): void {
    const purpose = isConstraint ? "constraint" : this.purpose;
    this.found.declarations.push({ ecosystem: "python", ...part, purpose, set: this.root, place });
  }

  private source(entry: Extract<RequirementEntry, { kind: "source" }>, isConstraint: boolean, place: Place): void {
    const wheel = /^([^-]+)-[^-]+(?:-[^-]+){3,4}\.whl$/.exec(entry.source.split(/[/\\]/).at(-1) ?? "")?.[1];
    const name = entry.name ?? wheel;
    const target = isAddress(entry.source) ? undefined : this.path(entry.source, place);
    if (name !== undefined) {
      const extras = entry.extras.map(normaliseName);
      this.takeIn({ name: normaliseName(name), extras, specifier: "", marker: "", direct: true }, isConstraint, place);
    }
    if (target === "") this.found.installsProject = true;
    else if (name === undefined) this.found.isOpen = true;
  }

  /** Where a local path leads, or undefined when it is an address or leads nowhere, which is then reported. */
  private path(path: string, place: Place): string | undefined {
    if (isAddress(path)) return undefined;
    const target = resolveInside("", path);
    if (target === undefined) {
      this.report("requirement_path_outside", `The path ${shown(path)} lies outside the project.`, place);
      return undefined;
    }
    const { files, binaries } = this.project;
    const isFile = files.has(target) || binaries.has(target);
    const isFolder = target === "" || [...files.keys()].some((one) => one.startsWith(`${target}/`));
    if (isFile || isFolder) return target;
    this.report("requirement_path_missing", `The path ${shown(path)} is not in the project.`, place);
    return undefined;
  }
}

/** The first of those that have the same key: two files may include the same third one. */
function firstOfEach<T>(all: readonly T[], keyOf: (one: T) => string): T[] {
  const seen = new Set<string>();
  return all.filter((one) => {
    const key = keyOf(one);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

const keyOf = (code: string, place: Place | undefined) => `${code} ${place?.first} ${place?.path}`;

/** Reads every requirements file at the root of a project, with all that they include. */
export function readRequirements(project: Project): Requirements {
  const walks = requirementsFiles(project).map((root) => new Walk(project, root).run());
  const declarations = walks.flatMap((walk) => walk.declarations);
  const findings = walks.flatMap((walk) => walk.findings);
  return {
    declarations: firstOfEach(declarations, ({ name, place }) => keyOf(name, place)),
    findings: firstOfEach(findings, ({ code, places }) => keyOf(code, places[0])),
    isOpen: walks.some((walk) => walk.isOpen),
    installsProject: walks.some((walk) => walk.installsProject),
  };
}
