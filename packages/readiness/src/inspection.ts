import { type AgentReading, readAgent } from "./agent/read-agent.ts";
import { detectRuntime, type Runtime } from "./detect/detect-runtime.ts";
import { likelyEntry } from "./detect/likely-entry.ts";
import { type ResolvedEntry, resolveEntry } from "./detect/resolve-entry.ts";
import { oncePerProject } from "./once.ts";
import type { Project } from "./project.ts";

/** What more than one check asks of a project. */
export interface Inspection {
  agent: AgentReading;
  /** Where the stated entry leads; absent where none is stated. */
  entry?: ResolvedEntry;
  /** The file that the project most likely starts with, whatever is stated. */
  likelyEntry?: string;
  runtime?: Runtime;
}

function lookAt(project: Project): Inspection {
  const agent = readAgent(project);
  const stated = agent.kind === "read" ? agent.agent.entry : undefined;
  const entry = stated && resolveEntry(stated.value, project);
  const likely = likelyEntry(project);
  const runtime = detectRuntime(project, entry?.kind === "file" ? entry.path : likely);
  return {
    agent,
    ...(entry === undefined ? {} : { entry }),
    ...(likely === undefined ? {} : { likelyEntry: likely }),
    ...(runtime === undefined ? {} : { runtime }),
  };
}

/** Looks at a project, once. */
export const inspect = oncePerProject(lookAt);
