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
 * The lines of the items that rule ids such as `egress[2]` name, without the comments around them, in the order of the ids.
 * Undefined for other ids (`default_deny`), for items that are not there, and for text that is not YAML. The document is
 * read once.
 */
export function locateRules(text: string, ruleIds: readonly string[]): (RuleLocation | undefined)[] {
  if (!ruleIds.some((ruleId) => RULE_ID.test(ruleId))) return ruleIds.map(() => undefined);
  const root = readDocument(text, new IssueLog())?.contents;
  const lines = readLines(text);
  const sections = new Map<string, { items: readonly unknown[]; dashes: readonly number[] }>();
  const itemsOf = (section: string) => {
    const list = isMap(root) ? listOf(root, section) : undefined;
    const found = sections.get(section) ?? {
      items: list?.items ?? [],
      dashes: list === undefined ? [] : dashesOf(list),
    };
    sections.set(section, found);
    return found;
  };
  return ruleIds.map((ruleId) => {
    const [, section, position] = RULE_ID.exec(ruleId) ?? [];
    if (section === undefined || position === undefined) return undefined;
    const { items, dashes } = itemsOf(section);
    const item = asNode(items[Number(position)]);
    if (item === undefined) return undefined;
    const start = dashes[Number(position)] ?? startOf(item);
    // Block text ends behind its last line break.
    const end = endOf(item) - (text[endOf(item) - 1] === "\n" ? 1 : 0);
    return { path: ruleId, startLine: lines.position(start).line, endLine: lines.position(Math.max(start, end)).line };
  });
}

/** The lines of one item. */
export function locateRule(text: string, ruleId: string): RuleLocation | undefined {
  return locateRules(text, [ruleId])[0];
}
