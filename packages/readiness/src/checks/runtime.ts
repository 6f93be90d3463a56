import { AGENT_FILE } from "../agent/read-agent.ts";
import { shown } from "../dependencies/report.ts";
import type { Finding } from "../finding.ts";
import { inspect } from "../inspection.ts";
import type { Project } from "../project.ts";
import { lineOf, toFix } from "../report.ts";

/** The runtimes of AgentPaaS, by the language that they run. */
const RUNTIMES = ["python3.12", "python3.11", "python", "langgraph", "crewai"];
/** Names that are clear and that AgentPaaS does not run; another deployment may. */
const ELSEWHERE = ["openai-agents", "pydantic-ai", "node"];
/** Frameworks that show in the files of whoever uses them. */
const FRAMEWORKS = ["langgraph", "crewai", "openai-agents", "pydantic-ai"];

/** Whether a runtime is stated or can be told, is one that exists, and is that of the files. */
export function runtimeFindings(project: Project): Finding[] {
  const { agent: reading, runtime: detected, likelyEntry } = inspect(project);
  if (reading.kind !== "read") return [];
  const { runtime: stated } = reading.agent;
  if (stated === undefined) {
    if (detected !== undefined || reading.agent.present.has("runtime")) return [];
    const message =
      "agent.yaml states no runtime and no file tells one: write `runtime: python3.12`, or add the source files.";
    return [toFix("runtime_missing", "blocking", message, { path: AGENT_FILE })];
  }
  const name = stated.value.toLowerCase();
  const place = lineOf(AGENT_FILE, stated.line);
  if (!RUNTIMES.includes(name) && !ELSEWHERE.includes(name)) {
    const message = `${shown(stated.value)} is no runtime: write python3.12, python, langgraph or crewai.`;
    return [toFix("runtime_unknown", "blocking", message, place)];
  }
  if (detected === "node" && name !== "node") {
    const file = likelyEntry === undefined ? "" : `, such as ${shown(likelyEntry)}`;
    const message = `The runtime ${name} runs Python, and the files of the project are JavaScript${file}: state the runtime of the files.`;
    return [toFix("runtime_mismatch", "blocking", message, place)];
  }
  const findings: Finding[] = [];
  if (ELSEWHERE.includes(name)) {
    const message = `AgentPaaS runs python3.12, python, langgraph and crewai: make sure that your deployment runs ${name}.`;
    findings.push(toFix("runtime_not_standard", "advisory", message, place));
  }
  if (FRAMEWORKS.includes(name) && detected !== name) {
    const found = detected === undefined ? "nothing" : detected;
    const message = `The runtime is ${name}, and the files tell ${found}: declare and import ${name}, or state another runtime.`;
    findings.push(toFix("runtime_mismatch", "advisory", message, place));
  }
  return findings;
}
