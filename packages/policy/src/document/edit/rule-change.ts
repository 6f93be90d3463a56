import type { JsonValue } from "@operator/contract";
import { isScalar, type YAMLMap } from "yaml";
import type { PolicyEdit } from "../policy-edit.ts";
import { setScalar } from "./field-change.ts";
import { changeScalars } from "./list-change.ts";
import { listOf, type Page, pairOf } from "./page.ts";
import type { Style } from "./style.ts";

export type RuleEdit = Extract<
  PolicyEdit,
  { kind: "add_to_egress" | "remove_from_egress" | "set_egress_lists" | "set_egress_credential" }
>;

/** What the two lists of a rule say: undefined where the document has none. */
interface Lists {
  ports: readonly JsonValue[] | undefined;
  methods: readonly JsonValue[] | undefined;
}

/** The port of a rule that names none. */
const DEFAULT_PORT = 443;

/** Makes all the edits of one egress rule. */
export function changeRule(page: Page, rule: YAMLMap, edits: readonly RuleEdit[], style: Style): void {
  const before: Lists = { ports: valuesOf(rule, "ports"), methods: valuesOf(rule, "methods") };
  const after = edits.reduce(editedLists, before);
  const target = pairOf(rule, "domain") ? "domain" : "cidr";
  changeScalars(page, rule, "ports", difference(before.ports, after.ports), style, target);
  changeScalars(
    page,
    rule,
    "methods",
    difference(before.methods, after.methods),
    style,
    pairOf(rule, "ports") ? "ports" : target,
  );
  const credential = edits.findLast((edit) => edit.kind === "set_egress_credential")?.credential;
  if (credential !== undefined) setScalar(page, rule, "credential", credential, style);
}

function valuesOf(rule: YAMLMap, field: string): JsonValue[] | undefined {
  return listOf(rule, field)?.items.map((item) => {
    const value: unknown = isScalar(item) ? item.value : undefined;
    return typeof value === "number" || typeof value === "string" ? value : null;
  });
}

function editedLists(lists: Lists, edit: RuleEdit): Lists {
  switch (edit.kind) {
    case "add_to_egress":
      return { ports: addedPorts(lists.ports, edit.ports), methods: addedMethods(lists.methods, edit.methods) };
    case "remove_from_egress":
      return { ports: removed(lists.ports, edit.ports), methods: removed(lists.methods, edit.methods) };
    case "set_egress_lists":
      return { ports: explicit(lists.ports, edit.ports), methods: explicit(lists.methods, edit.methods) };
    case "set_egress_credential":
      return lists;
  }
}

function addedPorts(ports: Lists["ports"], add: readonly number[] | undefined): Lists["ports"] {
  const allowed = ports === undefined || ports.length === 0 ? [DEFAULT_PORT] : ports;
  const more = [...new Set(add)].filter((port) => !allowed.includes(port));
  return more.length === 0 ? ports : [...allowed, ...more];
}

function addedMethods(methods: Lists["methods"], add: readonly string[] | undefined): Lists["methods"] {
  // No methods are all methods: the first one in the list would take the others away.
  if (methods === undefined || methods.length === 0) return methods;
  const allowed = methods.map(comparable);
  const more = [...new Set((add ?? []).map((method) => method.toUpperCase()))].filter(
    (method) => !allowed.includes(method),
  );
  return [...methods, ...more];
}

function removed(list: Lists["ports"], remove: readonly JsonValue[] | undefined): Lists["ports"] {
  if (list === undefined || list.length === 0 || remove === undefined) return list;
  const gone = remove.map(comparable);
  const left = list.filter((value) => !gone.includes(comparable(value)));
  if (left.length === 0) throw new RangeError("an edit would leave an empty list, which allows more: remove the rule");
  return left;
}

function explicit(list: Lists["ports"], set: readonly JsonValue[] | undefined): Lists["ports"] {
  if (set === undefined) return list;
  if (set.length === 0) throw new RangeError("an edit would write an empty list, which allows more: remove the rule");
  return [...new Set(set.map(comparable))];
}

/** Methods compare in upper case. */
function comparable(value: JsonValue): JsonValue {
  return typeof value === "string" ? value.toUpperCase() : value;
}

/** Which items of a list go, and what comes, so that it says `after`; what it says already stays as it is written. */
function difference(before: Lists["ports"], after: Lists["ports"]): { remove: Set<number>; add: JsonValue[] } {
  const wanted = new Set((after ?? []).map(comparable));
  const there = (before ?? []).map(comparable);
  const known = new Set(there);
  const remove = new Set(there.flatMap((value, index) => (wanted.has(value) ? [] : [index])));
  return { remove, add: [...wanted].filter((value) => !known.has(value)) };
}
