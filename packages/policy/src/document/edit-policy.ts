import type { JsonValue } from "@operator/contract";
import { isScalar, type YAMLMap } from "yaml";
import { changeScalars, changeSection } from "./edit/list-change.ts";
import { listOf, mapAt, Page } from "./edit/page.ts";
import { changeRule, type RuleEdit } from "./edit/rule-change.ts";
import { readStyle, type Style } from "./edit/style.ts";
import type { PolicyEdit } from "./policy-edit.ts";

/**
 * Makes edits in the text of a valid policy.yaml. Only what an edit is about is written: comments, order, indentation,
 * quotes, line ends and a missing last line break stay, and what is added looks like what is beside it. Comments directly
 * above an item that is removed go with it. Edits of an item that another edit removes have no effect.
 *
 * @throws when the text is no valid policy, an index is out of range, or an edit would leave an empty list of ports or
 * methods: all three are bugs of the caller.
 */
export function editPolicy(text: string, edits: readonly PolicyEdit[]): string {
  if (edits.length === 0) return text;
  const page = new Page(text);
  const removedRules = indices(edits, "remove_egress");
  const removedServers = indices(edits, "remove_mcp_server");
  editRules(page, edits, removedRules);
  editServers(page, edits, removedServers);
  changeChecked(
    page,
    "egress",
    removedRules,
    edits.flatMap((edit) => (edit.kind === "add_egress" ? [ruleFields(edit.rule)] : [])),
  );
  changeChecked(
    page,
    "credentials",
    indices(edits, "remove_credential"),
    edits.flatMap((edit) => (edit.kind === "add_credential" ? [{ ...edit.credential }] : [])),
  );
  changeChecked(page, "mcp_servers", removedServers, []);
  return page.result();
}

function indices(
  edits: readonly PolicyEdit[],
  kind: "remove_egress" | "remove_credential" | "remove_mcp_server",
): Set<number> {
  return new Set(edits.flatMap((edit) => (edit.kind === kind ? [edit.index] : [])));
}

function changeChecked(page: Page, section: string, remove: ReadonlySet<number>, add: readonly JsonValue[]): void {
  for (const index of remove) mapAt(listOf(page.root, section), index);
  changeSection(page, section, { remove, add });
}

/** A new rule in the order in which the policy reference has the fields; an empty list is as good as none. */
function ruleFields(rule: Extract<PolicyEdit, { kind: "add_egress" }>["rule"]): { [field: string]: JsonValue } {
  const fields: { [field: string]: JsonValue } = "domain" in rule ? { domain: rule.domain } : { cidr: rule.cidr };
  if (rule.ports !== undefined && rule.ports.length > 0) fields.ports = [...rule.ports];
  if (rule.methods !== undefined && rule.methods.length > 0) fields.methods = [...rule.methods];
  if (rule.allow_private !== undefined) fields.allow_private = rule.allow_private;
  if (rule.credential !== undefined) fields.credential = rule.credential;
  return fields;
}

function editRules(page: Page, edits: readonly PolicyEdit[], removed: ReadonlySet<number>): void {
  const rules = listOf(page.root, "egress");
  const style = readStyle(page, rules);
  const byRule = new Map<number, RuleEdit[]>();
  for (const edit of edits) {
    switch (edit.kind) {
      case "add_to_egress":
      case "remove_from_egress":
      case "set_egress_lists":
      case "set_egress_credential": {
        const own = byRule.get(edit.index) ?? [];
        own.push(edit);
        byRule.set(edit.index, own);
      }
    }
  }
  for (const [index, own] of byRule) {
    const rule = mapAt(rules, index);
    if (!removed.has(index)) changeRule(page, rule, own, style);
  }
}

type ToolEdit = Extract<PolicyEdit, { server: number }>;

function editServers(page: Page, edits: readonly PolicyEdit[], removed: ReadonlySet<number>): void {
  const servers = listOf(page.root, "mcp_servers");
  const style = readStyle(page, servers);
  const toolEdits = edits.filter((edit): edit is ToolEdit => "server" in edit);
  for (const [index, own] of Map.groupBy(toolEdits, ({ server }) => server)) {
    const map = mapAt(servers, index);
    if (removed.has(index)) continue;
    const tools = (kind: ToolEdit["kind"]) => new Set(own.flatMap((edit) => (edit.kind === kind ? [edit.tool] : [])));
    changeTools(page, map, "allowed_tools", tools("add_allowed_tool"), tools("remove_allowed_tool"), style);
    changeTools(page, map, "denied_tools", new Set(), tools("remove_denied_tool"), style);
  }
}

function changeTools(
  page: Page,
  server: YAMLMap,
  field: string,
  add: ReadonlySet<string>,
  remove: ReadonlySet<string>,
  style: Style,
): void {
  const there = (listOf(server, field)?.items ?? []).map((item) => (isScalar(item) ? item.value : undefined));
  const gone = new Set(there.flatMap((tool, index) => (typeof tool === "string" && remove.has(tool) ? [index] : [])));
  changeScalars(page, server, field, { remove: gone, add: [...add].filter((tool) => !there.includes(tool)) }, style);
}
