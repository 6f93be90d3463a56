import { isMap, type YAMLMap } from "yaml";
import type { Finding } from "../finding.ts";
import type { Project } from "../project.ts";
import { agentForm } from "./forms.ts";
import { type Checked, checkFields, type Fields } from "./shape.ts";
import { AGENT_FILE, agentFinding, agentSource, fieldOf, textIn } from "./source.ts";

const text = { is: { kind: "text" } } as const;
const required = { ...text, required: true } as const;

/** The runtimes that agent.yaml may name, and those that are told from the files. */
const RUNTIMES = ["python3.12", "python", "langgraph", "crewai"];
const PROVIDERS = ["openai", "anthropic", "xai", "openrouter", "nous"];

const ABOUT: Fields = { name: required, version: required, description: text };

const SPEC: Fields = {
  kind: { is: { kind: "text", oneOf: ["worker", "mcp_service"] } },
  llm: {
    is: {
      kind: "map",
      fields: {
        provider: { is: { kind: "text", oneOf: PROVIDERS } },
        model: text,
        credential: text,
        route: text,
      },
    },
  },
  mcp_service: {
    is: {
      kind: "map",
      fields: {
        transport: { is: { kind: "text", oneOf: ["streamable_http"] } },
        tools: { is: { kind: "list", of: { kind: "text" } } },
        max_concurrency: { is: { kind: "number", least: 1, most: 32 } },
      },
    },
  },
  capabilities: { is: { kind: "list", of: { kind: "map", fields: { id: required, description: text } } } },
};

const RUNTIME: Fields = { runtime: { is: { kind: "text", oneOf: RUNTIMES }, required: true } };
const FLAT: Fields = { ...ABOUT, ...RUNTIME, entry: required, ...SPEC };
const WRAPPER: Fields = {
  apiVersion: text,
  version: text,
  metadata: { is: { kind: "map", fields: ABOUT }, required: true },
  spec: { is: { kind: "map", fields: { ...RUNTIME, entrypoint: text, entry: text, ...SPEC } }, required: true },
};

/** A route says which model answers; who has one names neither a provider nor a model nor a credential. */
function checkLlm(spec: YAMLMap, checked: Checked): void {
  const llm = fieldOf(spec, "llm");
  if (!isMap(llm)) return;
  const others = ["provider", "model", "credential"].filter((name) => fieldOf(llm, name) !== undefined);
  const line = checked.lineOf(fieldOf(llm, "route") ?? llm);
  const report = (code: string, message: string) => checked.findings.push(agentFinding(code, message, line));
  if (fieldOf(llm, "route") !== undefined) {
    if (others.length > 0)
      report("agent_llm_conflict", `\`llm.route\` excludes ${others.map((name) => `\`${name}\``).join(", ")}.`);
  } else if (others.length > 0 && others.length < 3 && !(others.includes("provider") && others.includes("model"))) {
    report("agent_llm_incomplete", "`llm` needs `provider` and `model`, or a `route` alone.");
  }
}

function checkEntryNames(spec: YAMLMap, names: readonly string[], checked: Checked): void {
  const stated = names.filter((name) => fieldOf(spec, name) !== undefined);
  const [usual] = names;
  if (names.length > 1 && stated.length === 0) {
    const message = `\`spec.${usual}\` is required.`;
    checked.findings.push(agentFinding("agent_missing_field", message, checked.lineOf(spec)));
  }
  if (stated.length > 1 && textIn(spec, stated[0] ?? "") !== textIn(spec, stated[1] ?? "")) {
    const message = `${stated.map((name) => `\`${name}\``).join(" and ")} name different files; keep one of them.`;
    checked.findings.push(
      agentFinding("agent_entry_conflict", message, checked.lineOf(fieldOf(spec, stated[1] ?? ""))),
    );
  }
}

/** What is wrong with agent.yaml. Without one there is nothing to pack. */
export function agentYamlFindings(project: Project): Finding[] {
  const source = agentSource(project);
  if (source.kind === "faulty") return source.findings;
  if (source.kind === "absent") {
    const message = `There is no ${AGENT_FILE} at the root of the project: write one with name, version, runtime and entry.`;
    return [{ ...agentFinding("agent_missing", "", 1), message, places: [] }];
  }
  const checked: Checked = { lineOf: source.lineOf, findings: [] };
  const form = agentForm(source.root);
  checkFields(source.root, form?.isFlat === true ? FLAT : WRAPPER, "", checked);
  if (form === undefined) return checked.findings;
  checkLlm(form.spec, checked);
  checkEntryNames(form.spec, form.entryNames, checked);
  return checked.findings;
}
