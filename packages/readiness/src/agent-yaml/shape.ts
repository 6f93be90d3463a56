import { quote } from "@operator/contract";
import { redactText } from "@operator/redaction";
import { isMap, isScalar, isSeq, type Node, type YAMLMap } from "yaml";
import type { Finding } from "../finding.ts";
import { agentFinding, fieldOf } from "./source.ts";

/** What a field may be. */
export type Kind =
  | { kind: "text"; oneOf?: readonly string[] }
  | { kind: "number"; least: number; most: number }
  | { kind: "list"; of: Kind }
  | { kind: "map"; fields: Fields };

export interface Field {
  is: Kind;
  required?: true;
}

/** The fields that a map may have, by name. */
export type Fields = Readonly<Record<string, Field>>;

/** What checking needs to know of the document. */
export interface Checked {
  lineOf: (node: Node | undefined) => number;
  findings: Finding[];
}

const shown = (text: string): string => quote(redactText(text), 60);

function report({ findings, lineOf }: Checked, code: string, message: string, node: Node | undefined): void {
  findings.push(agentFinding(code, message, lineOf(node)));
}

function checkText(node: Node, at: string, oneOf: readonly string[] | undefined, checked: Checked): void {
  if (!isScalar(node) || typeof node.value !== "string" || node.value.trim() === "") {
    report(checked, "agent_wrong_type", `\`${at}\` is a text; put it in quotes where YAML reads something else.`, node);
  } else if (oneOf !== undefined && !oneOf.includes(node.value)) {
    report(checked, "agent_invalid_value", `\`${at}\` is one of ${oneOf.join(", ")}, not ${shown(node.value)}.`, node);
  }
}

function checkKind(node: Node, is: Kind, at: string, checked: Checked): void {
  switch (is.kind) {
    case "text":
      checkText(node, at, is.oneOf, checked);
      break;
    case "number": {
      const value = isScalar(node) ? node.value : undefined;
      if (typeof value === "number" && Number.isInteger(value) && value >= is.least && value <= is.most) break;
      report(checked, "agent_invalid_value", `\`${at}\` is a whole number from ${is.least} to ${is.most}.`, node);
      break;
    }
    case "list":
      if (isSeq(node)) {
        for (const [index, item] of node.items.entries()) checkKind(item as Node, is.of, `${at}[${index}]`, checked);
      } else report(checked, "agent_wrong_type", `\`${at}\` is a list.`, node);
      break;
    case "map":
      if (isMap(node)) checkFields(node, is.fields, at, checked);
      else report(checked, "agent_wrong_type", `\`${at}\` has fields of its own.`, node);
      break;
  }
}

/** Checks the fields of a map: each known, each of its kind, and none that is required missing. */
export function checkFields(map: YAMLMap, fields: Fields, at: string, checked: Checked): void {
  const path = (name: string) => (at === "" ? name : `${at}.${name}`);
  for (const { key, value } of map.items) {
    const name = isScalar(key) ? String(key.value) : "";
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const node = (value ?? undefined) as Node | undefined;
    if (field === undefined) {
      const known = Object.keys(fields).join(", ");
      report(
        checked,
        "agent_unknown_field",
        `There is no field ${shown(path(name))} here; the fields are ${known}.`,
        key as Node,
      );
    } else if (fieldOf(map, name) !== undefined && node !== undefined) checkKind(node, field.is, path(name), checked);
  }
  for (const [name, { required }] of Object.entries(fields)) {
    if (required !== true || fieldOf(map, name) !== undefined) continue;
    report(checked, "agent_missing_field", `\`${path(name)}\` is required.`, map);
  }
}
