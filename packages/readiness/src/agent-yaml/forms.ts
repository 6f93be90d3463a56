import { isMap, type YAMLMap } from "yaml";
import { fieldOf } from "./source.ts";

/** The parts of agent.yaml in either of its forms: where the names are, and where what runs is. */
export interface AgentForm {
  /** The map with `name`, `version` and `description`. */
  about: YAMLMap;
  /** The map with `runtime`, the entry and the rest. */
  spec: YAMLMap;
  /** The names that the entry may have, the usual one first. */
  entryNames: readonly string[];
  isFlat: boolean;
}

/**
 * The form that agent.yaml has: flat, or v1 with `metadata` and `spec`. `undefined` where a part of the second form is no
 * map. Source: AgentPaaS, agent.yaml.
 */
export function agentForm(root: YAMLMap): AgentForm | undefined {
  if (!root.has("metadata") && !root.has("spec"))
    return { about: root, spec: root, entryNames: ["entry"], isFlat: true };
  const [about, spec] = [fieldOf(root, "metadata"), fieldOf(root, "spec")];
  if (!isMap(about) || !isMap(spec)) return undefined;
  return { about, spec, entryNames: ["entrypoint", "entry"], isFlat: false };
}
