import { declaredDependencies } from "../dependencies/declared.ts";
import { importedModules } from "../dependencies/imports.ts";
import type { Project } from "../project.ts";
import { oversizedManifest } from "./oversized-manifest.ts";

/** Runtimes that can be told from the files of a project. */
export type Runtime = "python" | "langgraph" | "crewai" | "openai-agents" | "pydantic-ai" | "node";

interface Framework {
  runtime: Runtime;
  /** Names of its distributions, normalised. */
  packages: readonly string[];
  /** The module that code imports. */
  module: string;
}

/** A project that uses two is one of the first: its graph or crew calls the other's agents. */
const FRAMEWORKS: readonly Framework[] = [
  { runtime: "langgraph", packages: ["langgraph"], module: "langgraph" },
  { runtime: "crewai", packages: ["crewai"], module: "crewai" },
  { runtime: "openai-agents", packages: ["openai-agents"], module: "agents" },
  { runtime: "pydantic-ai", packages: ["pydantic-ai", "pydantic-ai-slim"], module: "pydantic_ai" },
];

const NODE_SOURCE = /\.(?:mjs|cjs|js|mts|cts|ts|tsx|jsx)$/;
const PYTHON_FILES = new Set(["requirements.txt", "pyproject.toml", "setup.py", "Pipfile"]);

type Language = "python" | "node";

function languageOf({ files }: Project, entry: string | undefined): Language | undefined {
  if (entry?.endsWith(".py")) return "python";
  if (entry !== undefined && NODE_SOURCE.test(entry)) return "node";
  const paths = [...files.keys()];
  if (paths.some((path) => path.endsWith(".py") || PYTHON_FILES.has(path))) return "python";
  return paths.some((path) => path === "package.json" || NODE_SOURCE.test(path)) ? "node" : undefined;
}

/**
 * The runtime that the files of a project tell: the language of the entry, and the framework that the code imports, else
 * the one that is declared. `undefined` where nothing tells.
 */
export function detectRuntime(project: Project, entry: string | undefined): Runtime | undefined {
  const language = languageOf(project, entry);
  if (language !== "python") return language;
  const imported = new Set(
    importedModules(project).flatMap(({ ecosystem, root }) => (ecosystem === "python" ? [root] : [])),
  );
  const declarations = oversizedManifest(project) === undefined ? declaredDependencies(project) : [];
  const declared = new Set(
    declarations.flatMap(({ ecosystem, name, purpose }) =>
      ecosystem === "python" && purpose !== "constraint" && purpose !== "development" ? [name] : [],
    ),
  );
  const uses = ({ packages, module }: Framework) =>
    imported.has(module) && (module !== "agents" || packages.some((name) => declared.has(name)));
  const framework =
    FRAMEWORKS.find(uses) ?? FRAMEWORKS.find(({ packages }) => packages.some((name) => declared.has(name)));
  return framework?.runtime ?? "python";
}
