import { redactText } from "@operator/redaction";
import { oncePerProject } from "../once.ts";
import type { Project } from "../project.ts";
import { type RedactedText, redactKeepingLines } from "./redacted-text.ts";

/** A project's texts without secrets by their own paths, and the paths of all its files without secrets. */
export interface RedactedFiles {
  texts: ReadonlyMap<string, RedactedText>;
  paths: ReadonlyMap<string, string>;
}

/** Secrets in names go; names that become the same are numbered, so that no file is lost. */
function redactPaths(paths: Iterable<string>): Map<string, string> {
  const redacted = new Map<string, string>();
  const taken = new Set(paths);
  for (const path of [...taken]) {
    const plain = redactText(path);
    let name = plain;
    for (let number = 2; name !== path && taken.has(name); number += 1) name = `${plain}~${number}`;
    redacted.set(path, name);
    if (name !== path) taken.add(name);
  }
  return redacted;
}

/** Every file of a project without its secrets. A project is checked and then kept, and both ask for this, most of the work. */
export const redactedFiles = oncePerProject(
  (project): RedactedFiles => ({
    texts: new Map([...project.files].map(([path, text]) => [path, redactKeepingLines(text)])),
    paths: redactPaths([...project.files.keys(), ...project.binaries]),
  }),
);

/** The path of a file of the project as it is kept: its own, unless it held a secret. */
export function redactedPath(project: Project, path: string): string {
  return redactedFiles(project).paths.get(path) ?? redactText(path);
}

/**
 * The project with its secrets taken out of texts and names: what may be kept and shown. A secret over several lines keeps
 * their number, so that a place in the project is the same place here.
 */
export function redactProject(project: Project): Project {
  const { texts } = redactedFiles(project);
  const pathOf = (path: string): string => redactedPath(project, path);
  return {
    dir: redactText(project.dir),
    files: new Map([...texts].map(([path, { text }]) => [pathOf(path), text])),
    binaries: new Set([...project.binaries].map(pathOf)),
    circumstances: project.circumstances,
  };
}
