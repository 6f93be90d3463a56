import { redactText } from "@operator/redaction";
import type { Project } from "./project.ts";

/** A text without its secrets, in as many lines: what stands behind a secret stays where it was. */
function redactedText(text: string): string {
  const redacted = redactText(text);
  const missing = text.split("\n").length - redacted.split("\n").length;
  if (missing <= 0) return redacted;
  const [was, is] = [text.split("\n"), redacted.split("\n")];
  // The lines that went are put back as empty ones behind the first line that differs.
  const first = is.findIndex((line, index) => line !== was[index]);
  const at = first === -1 ? is.length : first + 1;
  return [...is.slice(0, at), ...Array.from({ length: missing }, () => ""), ...is.slice(at)].join("\n");
}

/** A project with the secrets taken out of its texts, its paths and its folder: all of it that is ever kept. */
export function redactProject({ dir, files, binaries, circumstances }: Project): Project {
  return {
    dir: redactText(dir),
    files: new Map([...files].map(([path, text]) => [redactText(path), redactedText(text)])),
    binaries: new Set([...binaries].map(redactText)),
    circumstances,
  };
}
