import { agentForm } from "../agent-yaml/forms.ts";
import { agentSource, textIn } from "../agent-yaml/source.ts";
import { declaredDependencies } from "../dependencies/declared.ts";
import { importedModules } from "../dependencies/imports.ts";
import { oncePerProject } from "../once.ts";
import type { Project } from "../project.ts";

/** A framework by the packages that declare it and the modules that import it, the most telling first. */
interface Framework {
  runtime: string;
  ecosystem: "python" | "node";
  packages: readonly string[];
  modules: readonly string[];
}

const FRAMEWORKS: readonly Framework[] = [
  { runtime: "langgraph", ecosystem: "python", packages: ["langgraph"], modules: ["langgraph"] },
  { runtime: "crewai", ecosystem: "python", packages: ["crewai"], modules: ["crewai"] },
  { runtime: "openai-agents", ecosystem: "python", packages: ["openai-agents"], modules: ["agents"] },
  {
    runtime: "pydantic-ai",
    ecosystem: "python",
    packages: ["pydantic-ai", "pydantic-ai-slim"],
    modules: ["pydantic_ai"],
  },
];

function declares(project: Project, { ecosystem, packages }: Framework): boolean {
  return declaredDependencies(project).some(
    (declaration) => declaration.ecosystem === ecosystem && packages.includes(declaration.name),
  );
}

function imports(project: Project, { ecosystem, modules }: Framework): boolean {
  return importedModules(project).some((found) => found.ecosystem === ecosystem && modules.includes(found.root));
}

function hasFile(project: Project, pattern: RegExp): boolean {
  return [...project.files.keys()].some((path) => pattern.test(path));
}

/** What the files show, whatever agent.yaml says. */
function runtimeOfFiles(project: Project): string | undefined {
  // A module that is called like a framework's may be another one: what is declared counts before what is imported.
  const framework =
    FRAMEWORKS.find((one) => declares(project, one) && imports(project, one)) ??
    FRAMEWORKS.find((one) => declares(project, one)) ??
    FRAMEWORKS.find((one) => one.runtime !== "openai-agents" && imports(project, one));
  if (framework !== undefined) return framework.runtime;
  if (hasFile(project, /(?:^|\/)[^/]+\.py$|^requirements[^/]*\.txt$|^pyproject\.toml$/)) return "python";
  if (hasFile(project, /^package\.json$|\.(?:m?[jt]s|cjs)$/)) return "node";
  return undefined;
}

/** The runtime that agent.yaml names. */
export function statedRuntime(project: Project): string | undefined {
  const source = agentSource(project);
  const form = source.kind === "read" ? agentForm(source.root) : undefined;
  return form && textIn(form.spec, "runtime");
}

/**
 * The runtime of a project: the framework that its files declare or import; else their language; else what agent.yaml says.
 * `undefined` where nothing tells.
 */
export const detectRuntime = oncePerProject((project): string | undefined => {
  const found = runtimeOfFiles(project);
  return found ?? statedRuntime(project)?.replace(/^python3\.\d+$/, "python");
});
