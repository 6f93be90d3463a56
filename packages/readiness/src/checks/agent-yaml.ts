import { AGENT_FILE, type Agent, type Stated } from "../agent/read-agent.ts";
import { shown } from "../dependencies/report.ts";
import type { Finding } from "../finding.ts";
import { type Inspection, inspect } from "../inspection.ts";
import type { Project } from "../project.ts";
import { lineOf, toFix } from "../report.ts";

const KINDS = ["worker", "mcp_service"];
/** What a document with `metadata` and `spec` says that it is. */
const SECTIONED_KIND = "Agent";
const MAX_CONCURRENCY = 32;
const TOOL = /^[A-Za-z][A-Za-z0-9_.-]*$/;

function wrong(code: string, message: string, line: number): Finding {
  return toFix(code, "blocking", message, lineOf(AGENT_FILE, line));
}

function missingFile({ runtime, likelyEntry }: Inspection): Finding {
  const entry = shown(likelyEntry ?? "main.py");
  const message = `The project has no agent.yaml: write one with \`name\`, \`runtime: ${runtime ?? "python3.12"}\` and \`entry\` ${entry}.`;
  return toFix("agent_yaml_missing", "blocking", message);
}

function identityFindings({ present, hasSections }: Agent): Finding[] {
  const place = { path: AGENT_FILE };
  const where = hasSections ? "under `metadata`" : "at its top";
  const findings: Finding[] = [];
  if (!present.has("name")) {
    findings.push(toFix("agent_name_missing", "blocking", `agent.yaml has no name: write \`name\` ${where}.`, place));
  }
  if (!present.has("version")) {
    const message = `agent.yaml states no version: write \`version\` ${where}, so that its packages can be told apart.`;
    findings.push(toFix("agent_version_missing", "advisory", message, place));
  }
  return findings;
}

function kindFindings({ kind, mcpService, hasSections }: Agent): Finding[] {
  const isKnown = kind === undefined || KINDS.includes(kind.value) || (hasSections && kind.value === SECTIONED_KIND);
  if (!isKnown) {
    const message = `${shown(kind.value)} is no kind of agent: write \`worker\` or \`mcp_service\`.`;
    return [wrong("agent_kind_unknown", message, kind.line)];
  }
  if (kind?.value === "mcp_service" && mcpService === undefined) {
    const message = "An agent of the kind mcp_service needs `mcp_service` with `transport` and `tools`.";
    return [wrong("mcp_service_missing", message, kind.line)];
  }
  if (mcpService !== undefined && kind?.value !== "mcp_service") {
    const message = "`mcp_service` is for agents of that kind: write `kind: mcp_service`, or remove it.";
    return [wrong("mcp_service_unexpected", message, mcpService.line)];
  }
  return mcpService === undefined ? [] : serviceFindings(mcpService);
}

function serviceFindings({
  line,
  transport,
  tools,
  toolsLine,
  maxConcurrency,
}: NonNullable<Agent["mcpService"]>): Finding[] {
  const findings: Finding[] = [];
  if (transport?.value !== "streamable_http") {
    const message = "The transport of an mcp_service is `streamable_http`: write `transport: streamable_http`.";
    findings.push(wrong("mcp_service_transport", message, transport?.line ?? line));
  }
  if (tools.length === 0) {
    const message = "An mcp_service lists the names of its `tools`, one at least.";
    findings.push(wrong("mcp_service_tools", message, toolsLine));
  }
  findings.push(...toolFindings(tools));
  if (maxConcurrency !== undefined && (maxConcurrency.value < 1 || maxConcurrency.value > MAX_CONCURRENCY)) {
    const message = `\`max_concurrency\` is out of range: write a whole number from 1 to ${MAX_CONCURRENCY}.`;
    findings.push(wrong("mcp_service_concurrency", message, maxConcurrency.line));
  }
  return findings;
}

function toolFindings(tools: readonly Stated[]): Finding[] {
  const seen = new Set<string>();
  return tools.flatMap(({ value, line }) => {
    const isNew = !seen.has(value);
    seen.add(value);
    if (!TOOL.test(value)) {
      const message = `${shown(value)} is no name of a tool: begin with a letter, go on with letters, digits, \`_\`, \`.\` or \`-\`.`;
      return [wrong("mcp_service_tools", message, line)];
    }
    return isNew ? [] : [wrong("mcp_service_tools", `The tool ${shown(value)} is listed twice: keep one.`, line)];
  });
}

/** What is wrong with agent.yaml: its form, its name, its kind. */
export function agentYamlFindings(project: Project): Finding[] {
  const inspection = inspect(project);
  const { agent: reading } = inspection;
  if (reading.kind === "missing") return [missingFile(inspection)];
  if (reading.kind === "unreadable") return [...reading.findings];
  return [...reading.findings, ...identityFindings(reading.agent), ...kindFindings(reading.agent)];
}
