import { isMap, isScalar, LineCounter, parseDocument, type YAMLMap } from "yaml";
import type { Place } from "../finding.ts";
import type { Project } from "../project.ts";

/** Where a project says what it is. */
export const AGENT_FILE = "agent.yaml";

/** A text that agent.yaml states, with where. */
export interface Stated {
  value: string;
  place: Place;
}

/** How an agent reaches its model, as far as agent.yaml says. */
export interface AgentLlm {
  provider?: Stated;
  credential?: Stated;
}

function statedIn(map: YAMLMap, field: string, counter: LineCounter): Stated | undefined {
  const node = map.get(field, true);
  if (!isScalar(node) || typeof node.value !== "string" || node.value === "") return undefined;
  const line = counter.linePos(node.range?.[0] ?? 0).line;
  return { value: node.value, place: { path: AGENT_FILE, first: line, last: line } };
}

/** The `llm` section of agent.yaml, in the flat form or under `spec`; `undefined` where there is none to be read. */
export function agentLlm(project: Project): AgentLlm | undefined {
  const text = project.files.get(AGENT_FILE);
  if (text === undefined) return undefined;
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: false, logLevel: "silent", schema: "core" });
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  const spec = document.contents.get("spec", true);
  const holder = isMap(spec) ? spec : document.contents;
  const llm = holder.get("llm", true);
  if (!isMap(llm)) return undefined;
  const provider = statedIn(llm, "provider", counter);
  const credential = statedIn(llm, "credential", counter);
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(credential === undefined ? {} : { credential }),
  };
}
