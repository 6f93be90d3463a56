import { locateRule } from "@operator/policy";
import type { PolicyRow } from "../../objects/tenant-directory/policy-statements.ts";

/** The rule of a policy that has no lines: what no other rule allows is denied. */
const DEFAULT_DENY = "default_deny";

/** A rule as it stands in a revision; `undefined` where the revision has no such rule. */
export function ruleIn(row: PolicyRow, ruleId: string) {
  const { agent, revision, digest: policy_digest, document } = row;
  const place = locateRule(document, ruleId);
  if (place === undefined) return ruleId === DEFAULT_DENY ? { agent, revision, policy_digest } : undefined;
  const { path, startLine, endLine } = place;
  const text = document
    .split("\n")
    .slice(startLine - 1, endLine)
    .join("\n");
  return { agent, revision, policy_digest, path, start_line: startLine, end_line: endLine, text };
}
