import { agentForm } from "../agent-yaml/forms.ts";
import { agentFinding, agentSource, fieldOf } from "../agent-yaml/source.ts";
import type { Finding } from "../finding.ts";
import type { Project } from "../project.ts";
import { detectRuntime, statedRuntime } from "../runtime/detect.ts";

/** Runtimes of which the files have to show the framework. */
const FRAMEWORKS: ReadonlySet<string> = new Set(["langgraph", "crewai"]);

/** A runtime that agent.yaml names and the files contradict: the harness would load what is not there. */
export function runtimeFindings(project: Project): Finding[] {
  const source = agentSource(project);
  const stated = statedRuntime(project);
  const found = detectRuntime(project);
  if (source.kind !== "read" || stated === undefined || found === undefined) return [];
  const isPython = stated.startsWith("python");
  const form = agentForm(source.root);
  const line = source.lineOf(form && fieldOf(form.spec, "runtime"));
  if (FRAMEWORKS.has(stated) && stated !== found) {
    const message = `\`runtime\` is ${stated}, and no file of the project declares or imports it: what is there is ${found}.`;
    return [agentFinding("runtime_mismatch", message, line)];
  }
  if (isPython && found === "node") {
    const message = "`runtime` is Python, and the project is one of Node.js.";
    return [agentFinding("runtime_mismatch", message, line)];
  }
  return [];
}
