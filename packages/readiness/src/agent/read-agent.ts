import type { Finding } from "../finding.ts";
import { MAX_AGENT_CHARS } from "../limits.ts";
import type { Project } from "../project.ts";
import { lineOf, toFix } from "../report.ts";
import { readYaml } from "../yaml/read-yaml.ts";
import type { YamlNode } from "../yaml/yaml-node.ts";
import { checkShape, isStated } from "./check-shape.ts";
import { AGENT_FIELDS } from "./known-fields.ts";

export const AGENT_FILE = "agent.yaml";

/** A value that a file states, and the line. */
export interface Stated<Value = string> {
  value: Value;
  line: number;
}

/** What an agent.yaml says; what is absent or of the wrong kind is not there. */
export interface Agent {
  name?: Stated;
  version?: Stated;
  runtime?: Stated;
  entry?: Stated;
  kind?: Stated;
  llm?: { line: number; provider?: Stated; model?: Stated; credential?: Stated; route?: Stated };
  mcpService?: {
    line: number;
    transport?: Stated;
    tools: readonly Stated[];
    toolsLine: number;
    maxConcurrency?: Stated<number>;
  };
  /** True where `metadata` or `spec` is there. */
  hasSections: boolean;
  /** Which of `name`, `version`, `runtime` and `entry` say something, be it of the wrong kind. */
  present: ReadonlySet<string>;
}

/** An agent.yaml as it was read, and what is wrong with its form. */
export type AgentReading =
  | { kind: "missing" }
  | { kind: "unreadable"; findings: readonly Finding[] }
  | { kind: "read"; agent: Agent; findings: readonly Finding[] };

function fieldOf(node: YamlNode | undefined, name: string): YamlNode | undefined {
  return node?.kind === "map" ? node.fields.get(name)?.value : undefined;
}

function textOf(node: YamlNode | undefined, ...names: readonly string[]): Stated | undefined {
  for (const name of names) {
    const value = fieldOf(node, name);
    if (value?.kind === "scalar" && isStated(value)) return { value: value.text.trim(), line: value.line };
  }
  return undefined;
}

function presentIn(root: YamlNode): Set<string> {
  const places: Readonly<Record<string, readonly [section: string, ...names: string[]]>> = {
    name: ["metadata", "name"],
    version: ["metadata", "version"],
    runtime: ["spec", "runtime"],
    entry: ["spec", "entrypoint", "entry"],
  };
  const isThere = (node: YamlNode | undefined): boolean => node !== undefined && isStated(node);
  const present = Object.entries(places).filter(
    ([field, [section, ...names]]) =>
      isThere(fieldOf(root, field)) || names.some((name) => isThere(fieldOf(fieldOf(root, section), name))),
  );
  return new Set(present.map(([field]) => field));
}

/** The fields that are there, without those that are not. */
function given<Fields extends object>(fields: Fields): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };
}

/** The line of a field's name, which is where an editor of the file looks for it. */
function lineOfField(node: YamlNode, name: string): number {
  return (node.kind === "map" ? node.fields.get(name)?.line : undefined) ?? node.line;
}

function llmOf(root: YamlNode): Agent["llm"] {
  const llm = fieldOf(root, "llm");
  if (llm?.kind !== "map") return undefined;
  const [provider, model] = [textOf(llm, "provider"), textOf(llm, "model")];
  return {
    line: lineOfField(root, "llm"),
    ...given({ provider, model, credential: textOf(llm, "credential"), route: textOf(llm, "route") }),
  };
}

function mcpServiceOf(root: YamlNode): Agent["mcpService"] {
  const service = fieldOf(root, "mcp_service");
  if (service?.kind !== "map") return undefined;
  const tools = fieldOf(service, "tools");
  const items = tools?.kind === "list" ? tools.items : [];
  const most = fieldOf(service, "max_concurrency");
  const maxConcurrency =
    most?.kind === "scalar" && typeof most.value === "number" ? { value: most.value, line: most.line } : undefined;
  return {
    line: lineOfField(root, "mcp_service"),
    toolsLine: tools === undefined ? lineOfField(root, "mcp_service") : lineOfField(service, "tools"),
    tools: items.flatMap((item) => (item.kind === "scalar" ? [{ value: item.text, line: item.line }] : [])),
    ...given({ transport: textOf(service, "transport"), maxConcurrency }),
  };
}

function agentOf(root: YamlNode): Agent {
  const [metadata, spec] = [fieldOf(root, "metadata"), fieldOf(root, "spec")];
  return {
    ...given({
      name: textOf(root, "name") ?? textOf(metadata, "name"),
      version: textOf(root, "version") ?? textOf(metadata, "version"),
      runtime: textOf(root, "runtime") ?? textOf(spec, "runtime"),
      entry: textOf(root, "entry") ?? textOf(spec, "entrypoint", "entry"),
      kind: textOf(root, "kind"),
      llm: llmOf(root),
      mcpService: mcpServiceOf(root),
    }),
    hasSections: metadata !== undefined || spec !== undefined,
    present: presentIn(root),
  };
}

function unreadable(message: string): AgentReading {
  return { kind: "unreadable", findings: [toFix("agent_yaml_invalid", "blocking", message, { path: AGENT_FILE })] };
}

/** Reads the agent.yaml at the root of a project. */
export function readAgent({ files, binaries }: Project): AgentReading {
  const text = files.get(AGENT_FILE);
  if (text === undefined) {
    if (binaries.has(AGENT_FILE)) return unreadable("agent.yaml is no text: save it as UTF-8.");
    return { kind: "missing" };
  }
  if (text.length > MAX_AGENT_CHARS) return unreadable(`agent.yaml is larger than ${MAX_AGENT_CHARS / 1024} KiB.`);
  const { root, faults } = readYaml(text);
  const findings = faults.map(({ line, message }) =>
    toFix("agent_yaml_invalid", "blocking", `agent.yaml cannot be read. ${message}`, lineOf(AGENT_FILE, line)),
  );
  if (root === undefined && findings.length > 0) return { kind: "unreadable", findings };
  if (root === undefined || !isStated(root))
    return unreadable("agent.yaml is empty: write at least `name`, `runtime` and `entry`.");
  const misshapen = checkShape(AGENT_FIELDS, root);
  if (root.kind !== "map") return { kind: "unreadable", findings: [...findings, ...misshapen] };
  return { kind: "read", agent: agentOf(root), findings: [...findings, ...misshapen] };
}

/** The agent's name as its agent.yaml states it. */
export function agentNameOf(project: Project): string | undefined {
  const reading = readAgent(project);
  return reading.kind === "read" ? reading.agent.name?.value : undefined;
}
