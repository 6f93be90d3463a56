import { shown } from "../dependencies/report.ts";
import type { Finding } from "../finding.ts";
import { MAX_FAULTS } from "../limits.ts";
import { lineOf, toFix } from "../report.ts";
import type { YamlNode } from "../yaml/yaml-node.ts";
import { meantField, type Shape } from "./known-fields.ts";

const PATH = "agent.yaml";

const WORDS: Readonly<Record<Shape["kind"], string>> = {
  text: "text",
  number: "a whole number",
  list: "a list",
  map: "an object with fields",
};

/** Whether a value is there: `entry:` with nothing behind it is the same as no `entry`. */
export function isStated(node: YamlNode): boolean {
  return node.kind !== "scalar" || (node.value !== null && node.text.trim() !== "");
}

function fits(shape: Shape, node: YamlNode): boolean {
  if (shape.kind === "text") return node.kind === "scalar";
  if (shape.kind === "number") return node.kind === "scalar" && Number.isSafeInteger(node.value);
  return node.kind === shape.kind;
}

function unknownField(name: string, line: number, path: string, known: readonly string[]): Finding {
  const where = path === "" ? "agent.yaml" : `\`${path}\` in agent.yaml`;
  const meant = meantField(name, known, path);
  const advice = meant === undefined ? `remove it; known are ${known.join(", ")}` : `write \`${meant}\``;
  const message = `There is no field ${shown(name)} in ${where}: ${advice}.`;
  return toFix("agent_field_unknown", "blocking", message, lineOf(PATH, line));
}

/** Everything in an agent.yaml that is of another kind than the runtime reads, or that it does not read at all. */
export function checkShape(shape: Shape, node: YamlNode, path = ""): Finding[] {
  if (!isStated(node)) return [];
  if (!fits(shape, node)) {
    const what = path === "" ? "agent.yaml" : `\`${path}\` in agent.yaml`;
    const message = `${what} must be ${WORDS[shape.kind]}.`;
    return [toFix("agent_field_type", "blocking", message, lineOf(PATH, node.line))];
  }
  if (shape.kind === "list" && node.kind === "list") {
    return node.items.flatMap((item, index) => checkShape(shape.items, item, `${path}[${index}]`)).slice(0, MAX_FAULTS);
  }
  if (shape.kind !== "map" || node.kind !== "map") return [];
  const known = Object.keys(shape.fields);
  const findings: Finding[] = [];
  for (const [name, { line, value }] of node.fields) {
    if (findings.length >= MAX_FAULTS) break;
    const inner = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
    if (inner === undefined) findings.push(unknownField(name, line, path, known));
    else findings.push(...checkShape(inner, value, path === "" ? name : `${path}.${name}`));
  }
  return findings.slice(0, MAX_FAULTS);
}
