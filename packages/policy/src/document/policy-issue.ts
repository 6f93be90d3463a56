import type { PolicyIssue, PolicyIssueCode } from "@operator/contract";
import { type FieldPath, formatPath } from "./field-path.ts";
import { MAX_ISSUES } from "./limits.ts";
import type { Lines } from "./source/lines.ts";

interface Entry extends Pick<PolicyIssue, "code" | "message"> {
  path: FieldPath;
  offset: number;
}

/** Collects what a reading finds, in any order. */
export class IssueLog {
  readonly #errors: Entry[] = [];
  readonly #advisories: Entry[] = [];
  readonly #aliases = new Set<number>();

  get hasErrors(): boolean {
    return this.#errors.length > 0;
  }

  /** Whether there are so many errors that nobody will read what could be suggested for one more. */
  get isCrowded(): boolean {
    return this.#errors.length > 10 * MAX_ISSUES;
  }

  error(code: PolicyIssueCode, path: FieldPath, offset: number, message: string): void {
    // What an alias stands for is not read: that it has no value is no second mistake.
    if (this.#aliases.has(offset)) return;
    if (code === "yaml_alias") this.#aliases.add(offset);
    this.#errors.push({ code, path, offset, message });
  }

  advise(code: PolicyIssueCode, path: FieldPath, offset: number, message: string): void {
    this.#advisories.push({ code, path, offset, message });
  }

  errors(lines: Lines): PolicyIssue[] {
    return listed(this.#errors, lines);
  }

  advisories(lines: Lines): PolicyIssue[] {
    return listed(this.#advisories, lines);
  }
}

/** In document order; what is past the limit becomes one last entry. */
function listed(entries: readonly Entry[], lines: Lines): PolicyIssue[] {
  const ordered = entries.toSorted((a, b) => a.offset - b.offset);
  const shown: Entry[] = ordered.slice(0, MAX_ISSUES);
  const next = ordered[MAX_ISSUES];
  if (next) {
    const message = `There are more from here on; only the first ${MAX_ISSUES} are listed.`;
    shown.push({ code: "too_many_issues", path: [], offset: next.offset, message });
  }
  return shown.map(({ code, path, offset, message }) => ({
    code,
    path: formatPath(path),
    ...lines.position(offset),
    message,
  }));
}
