import type { JsonObject, JsonValue, PolicyIssueCode } from "@operator/contract";
import * as z from "zod";
import type { FieldPath } from "../field-path.ts";
import type { IssueLog } from "../policy-issue.ts";
import { reportIssue } from "../shapes/report-issue.ts";
import type { Source } from "../source/read-source.ts";

/** A mention of something that another section must declare. */
export interface Mention {
  name: string;
  path: FieldPath;
}

/** What the sections of one document share while they are read. */
export class Reading {
  readonly credentialMentions: Mention[] = [];
  readonly serverMentions: Mention[] = [];
  readonly source: Source;
  readonly issues: IssueLog;

  constructor(source: Source, issues: IssueLog) {
    this.source = source;
    this.issues = issues;
  }

  /** An error at a field's value, or at its name. */
  report(code: PolicyIssueCode, path: FieldPath, message: string, at: "key" | "value" = "value"): void {
    this.issues.error(code, path, this.source.offset(path, at), message);
  }

  /** A remark on something that is valid. */
  advise(code: PolicyIssueCode, path: FieldPath, message: string): void {
    this.issues.advise(code, path, this.source.offset(path), message);
  }

  mentionCredential(name: string | undefined, path: FieldPath): void {
    if (name !== undefined) this.credentialMentions.push({ name, path });
  }

  /** The items of a list, each with its path. A section without a value is empty. */
  items(value: JsonValue | undefined, path: FieldPath): { item: JsonValue; path: FieldPath }[] {
    if (value === undefined || value === null) return [];
    const list = z.array(z.unknown()).safeParse(value);
    if (list.error) for (const issue of list.error.issues) reportIssue(issue, value, path, z.unknown(), this);
    return Array.isArray(value) ? value.map((item, index) => ({ item, path: [...path, index] })) : [];
  }

  /** Reports every repetition of a name in a list. */
  unique(code: PolicyIssueCode, mentions: readonly Mention[], message: string): void {
    const seen = new Set<string>();
    for (const { name, path } of mentions) {
      if (seen.has(name)) this.report(code, path, message);
      seen.add(name);
    }
  }

  /** A remark on every repetition in a list of plain values. */
  adviseRepeated(values: readonly (string | number)[] | undefined, path: FieldPath): void {
    const seen = new Set<string | number>();
    for (const [index, value] of (values ?? []).entries()) {
      if (seen.has(value))
        this.advise("repeated_value", [...path, index], "This is in the list already; it counts once.");
      seen.add(value);
    }
  }
}

/** The fields of an object but some. */
export function without(object: JsonObject, ...fields: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([field]) => !fields.includes(field)));
}

/** Ascending by UTF-16 units, without repetition. */
export function ascending(values: readonly string[] | undefined): string[] {
  return [...new Set(values)].sort();
}
