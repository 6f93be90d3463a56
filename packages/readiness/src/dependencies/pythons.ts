import type { Project } from "../project.ts";

/** Which Pythons count, as PEP 440 specifiers; an empty one stands for any. */
export interface Pythons {
  /** What the project allows: its `requires-python`. */
  allowed: string;
  /** What the agent runs on, when its runtime names it. */
  agent: string;
}

/** A `runtime` such as `python3.12`, at the top of an `agent.yaml` or below `spec`. */
const RUNTIME = /^[ \t]{0,20}(?:"runtime"|'runtime'|runtime)[ \t]{0,20}:[ \t]{0,20}["']?python-?(\d\.\d{1,3})\b/m;

/** The Python that the runtime of the agent names, as a specifier; empty when it names none. */
export function pythonOfAgent(project: Project): string {
  const text = project.files.get("agent.yaml") ?? project.files.get("agent.yml") ?? "";
  const version = RUNTIME.exec(text)?.[1];
  return version === undefined ? "" : `==${version}.*`;
}
