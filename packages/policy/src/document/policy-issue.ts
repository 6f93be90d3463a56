import { type FieldPath, formatPath } from "./field-path.ts";
import { MAX_ISSUES } from "./limits.ts";
import type { Lines } from "./source/lines.ts";

/** One thing that is wrong with a document, or worth knowing about it. */
export interface PolicyIssue {
  /** Stable; a code is never reused with another meaning. */
  code: PolicyIssueCode;
  /** Such as `egress[2].ports[0]`; empty for the document as a whole. */
  path: string;
  /** From 1. */
  line: number;
  /** In UTF-16 units, from 1. */
  column: number;
  /** What is wrong and what would be right. It never repeats a value of the document. */
  message: string;
}

/** Every code, by what kind of mistake it names. */
export type PolicyIssueCode =
  // the text
  | "document_too_large"
  | "empty_document"
  | "control_character"
  | "lone_surrogate"
  // the YAML
  | "yaml_syntax"
  | "yaml_multiple_documents"
  | "yaml_directive"
  | "yaml_anchor"
  | "yaml_alias"
  | "yaml_merge_key"
  | "yaml_tag"
  | "yaml_duplicate_key"
  | "yaml_key"
  | "yaml_number"
  | "nesting_too_deep"
  // the shape
  | "unknown_field"
  | "missing_field"
  | "wrong_type"
  | "not_a_list"
  | "invalid_value"
  | "out_of_range"
  | "invalid_text"
  | "unsupported_version"
  // egress
  | "target_missing"
  | "target_conflict"
  | "invalid_domain"
  | "domain_is_url"
  | "domain_has_port"
  | "domain_is_address"
  | "invalid_wildcard"
  | "wildcard_not_allowed"
  | "invalid_cidr"
  | "private_not_allowed"
  | "guarded_address"
  | "port_out_of_range"
  | "invalid_method"
  | "invalid_duration"
  // the rest
  | "duplicate_id"
  | "duplicate_name"
  | "dangling_credential"
  | "dangling_mcp_server"
  | "invalid_header"
  | "lease_mode_env"
  | "invalid_url"
  | "invalid_decimal"
  | "rate_limit_missing"
  | "too_many_issues"
  // advisories
  | "unquoted_version"
  | "normalised_domain"
  | "normalised_cidr"
  | "normalised_method"
  | "repeated_value"
  | "empty_ports"
  | "denied_tool_wins"
  | "unused_credential"
  | "section_not_evaluated";

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
