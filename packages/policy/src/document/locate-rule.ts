import { isMap } from "yaml";
import { asNode, dashesOf, endOf, listOf, startOf } from "./edit/page.ts";
import { IssueLog } from "./policy-issue.ts";
import { readLines } from "./source/lines.ts";
import { readDocument } from "./source/read-source.ts";

/** Where a rule stands in a document; lines count from 1. */
export interface RuleLocation {
  path: string;
  startLine: number;
  endLine: number;
}

const RULE_ID = /^(egress|credentials|mcp_servers|ingress|hooks|guardrails)\[(0|[1-9][0-9]{0,5})\]$/;

/**
 * The lines of the item that a rule id such as `egress[2]` names, without the comments around it. Undefined for other ids
 * (`default_deny`), for items that are not there, and for text that is not YAML.
 */
export function locateRule(text: string, ruleId: string): RuleLocation | undefined {
  const [, section, position] = RULE_ID.exec(ruleId) ?? [];
  if (section === undefined || position === undefined) return undefined;
  const root = readDocument(text, new IssueLog())?.contents;
  const list = isMap(root) ? listOf(root, section) : undefined;
  const item = asNode(list?.items[Number(position)]);
  if (list === undefined || item === undefined) return undefined;
  const start = dashesOf(list)[Number(position)] ?? startOf(item);
  // Block text ends behind its last line break.
  const end = endOf(item) - (text[endOf(item) - 1] === "\n" ? 1 : 0);
  const lines = readLines(text);
  return { path: ruleId, startLine: lines.position(start).line, endLine: lines.position(Math.max(start, end)).line };
}
