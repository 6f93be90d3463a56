import type { PolicyIssue } from "@operator/contract";
import { redactText } from "@operator/redaction";

/** A hook's `secret` may be a name, which two words or more make of it: `hook-signing`. */
const NAMED_SECRET = /^\s*(?:-\s*)?secret:\s*(["']?)[a-z]+(?:[-_.][a-z]+)+\1\s*(?:#.*)?$/;

const MESSAGE =
  "This looks like a secret. Name a credential, or write a reference to a secret store; documents are kept as they are.";

function firstDifference(before: string, after: string): number {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at += 1;
  return at;
}

/**
 * Where a policy document holds what looks like a secret. Documents are stored and shown byte for byte, so that none of
 * them may hold one.
 */
export function secretIssues(text: string): PolicyIssue[] {
  const redacted = redactText(text);
  if (redacted === text) return [];
  const before = text.split("\n");
  const after = redacted.split("\n");
  const issues: PolicyIssue[] = [];
  for (const [index, line] of before.entries()) {
    const shown = after[index] ?? "";
    if (line === shown || NAMED_SECRET.test(line)) continue;
    const column = firstDifference(line, shown) + 1;
    issues.push({ code: "secret_in_document", path: "", line: index + 1, column, message: MESSAGE });
    // A secret over several lines moves what follows it.
    if (before.length !== after.length) break;
  }
  return issues;
}
