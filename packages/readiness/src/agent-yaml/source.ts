import { isAlias, isMap, isScalar, LineCounter, type Node, parseDocument, visit, type YAMLMap } from "yaml";
import type { Finding } from "../finding.ts";
import { oncePerProject } from "../once.ts";

/** Where a project says what it is. */
export const AGENT_FILE = "agent.yaml";

/** More than any agent.yaml says; parsing takes longer the longer a text is. */
const MAX_CHARS = 64 * 1024;

/** agent.yaml as it was read, or what is wrong with its text. */
export type AgentSource =
  | { kind: "absent" }
  | { kind: "faulty"; findings: Finding[] }
  | { kind: "read"; root: YAMLMap; lineOf: (node: Node | undefined) => number };

/** A finding in agent.yaml, at a line or about the whole of it. */
export function agentFinding(code: string, message: string, line?: number): Finding {
  return {
    code,
    severity: "blocking",
    category: "agent_runtime_exception",
    message: `${AGENT_FILE}: ${message}`,
    nextAction: "fix_code",
    places: [line === undefined ? { path: AGENT_FILE } : { path: AGENT_FILE, first: line, last: line }],
  };
}

function faulty(...findings: Finding[]): AgentSource {
  return { kind: "faulty", findings };
}

function parse(text: string): AgentSource {
  if (text.length > MAX_CHARS)
    return faulty(agentFinding("agent_too_large", `It is longer than ${MAX_CHARS} characters.`));
  const counter = new LineCounter();
  const lineAt = (offset: number) => counter.linePos(offset).line || 1;
  const document = parseDocument(text, { lineCounter: counter, logLevel: "silent", schema: "core", uniqueKeys: true });
  const errors = document.errors.map(({ code, pos }) => {
    const isTwice = code === "DUPLICATE_KEY";
    const words = isTwice ? "A key stands twice; the second one would win silently." : "This is not valid YAML.";
    return agentFinding(isTwice ? "agent_duplicate_key" : "agent_yaml_syntax", words, lineAt(pos[0]));
  });
  if (errors.length > 0) return faulty(...errors);
  const aliases: Finding[] = [];
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node) && !("anchor" in node && node.anchor)) return;
      const words = "Anchors and aliases are not taken: write the value out.";
      aliases.push(agentFinding("agent_yaml_alias", words, lineAt(node.range?.[0] ?? 0)));
    },
  });
  if (aliases.length > 0) return faulty(...aliases);
  const root = document.contents;
  if (!isMap(root))
    return faulty(agentFinding("agent_no_map", "Write fields with values, such as `name: my-agent`.", 1));
  return { kind: "read", root, lineOf: (node) => lineAt(node?.range?.[0] ?? 0) };
}

/** Reads agent.yaml. Never throws. */
export const agentSource = oncePerProject(({ files }): AgentSource => {
  const text = files.get(AGENT_FILE);
  return text === undefined ? { kind: "absent" } : parse(text);
});

/** The node of a field, whatever it is; `undefined` where the field is absent or says nothing. */
export function fieldOf(map: YAMLMap, name: string): Node | undefined {
  const node = map.get(name, true) as Node | undefined;
  return isScalar(node) && node.value === null ? undefined : node;
}

/** The text of a field; `undefined` where it is none. */
export function textIn(map: YAMLMap, name: string): string | undefined {
  const node = fieldOf(map, name);
  return isScalar(node) && typeof node.value === "string" && node.value !== "" ? node.value : undefined;
}
