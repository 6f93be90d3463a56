import { MAX_PLACES } from "../limits.ts";
import type { Project } from "../project.ts";
import { isObject, jsonObject } from "./json-object.ts";
import { resolveEntry } from "./resolve-entry.ts";

/** Where the runtime looks when agent.yaml names no entry. */
export const DEFAULT_ENTRY = "main.py";

const CUSTOMARY = [
  DEFAULT_ENTRY,
  "app.py",
  "agent.py",
  "src/main.py",
  "src/agent.py",
  "index.js",
  "index.mjs",
  "index.ts",
  "src/index.ts",
  "src/index.js",
];

/** The layout that `crewai create` makes. */
const IN_A_PACKAGE = /^(?:src\/)?[A-Za-z_]\w*\/(?:main|__main__|agent|graph|app)\.py$/;

/** The files that the graphs of a langgraph.json name. Source: LangGraph CLI, configuration file. */
export function graphEntries(text: string): string[] {
  const graphs = jsonObject(text)?.graphs;
  if (!isObject(graphs)) return [];
  return Object.values(graphs).flatMap((graph) => {
    const path = isObject(graph) ? graph.path : graph;
    return typeof path === "string" ? [path] : [];
  });
}

function nodeMain(text: string): string | undefined {
  const main = jsonObject(text)?.main;
  return typeof main === "string" ? main : undefined;
}

/** The file that a project most likely starts with, by the layouts of frameworks and by custom; nothing where none is there. */
export function likelyEntry(project: Project): string | undefined {
  const { files } = project;
  const main = nodeMain(files.get("package.json") ?? "");
  const graphs = graphEntries(files.get("langgraph.json") ?? "").slice(0, MAX_PLACES);
  const stated = [...graphs, ...(main === undefined ? [] : [main])];
  for (const entry of stated) {
    const resolved = resolveEntry(entry, project);
    if (resolved.kind === "file") return resolved.path;
  }
  return CUSTOMARY.find((path) => files.has(path)) ?? [...files.keys()].find((path) => IN_A_PACKAGE.test(path));
}
