import type { Finding } from "../../finding.ts";
import type { Project } from "../../project.ts";

/** A project of these text files, with nothing known about where it will run. */
export function projectOf(files: Readonly<Record<string, string>>): Project {
  return { dir: "/project", files: new Map(Object.entries(files)), binaries: new Set(), circumstances: {} };
}

/** Findings as one line each: code, severity, path and lines of the first place. */
export function summarised(findings: readonly Finding[]): string[] {
  return findings.map(({ code, severity, places: [place] }) => {
    const lines = place?.first === place?.last ? `${place?.first}` : `${place?.first}-${place?.last}`;
    return `${code} ${severity} ${place?.path}:${lines}`;
  });
}
