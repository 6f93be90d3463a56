import { AGENT_FILE, type Stated } from "../agent/read-agent.ts";
import { shown } from "../dependencies/report.ts";
import { lineWith } from "../detect/json-object.ts";
import { DEFAULT_ENTRY, graphEntries } from "../detect/likely-entry.ts";
import { type ResolvedEntry, resolveEntry } from "../detect/resolve-entry.ts";
import type { Finding, Place } from "../finding.ts";
import { inspect } from "../inspection.ts";
import { MAX_PLACES } from "../limits.ts";
import type { Project } from "../project.ts";
import { lineOf, toFix } from "../report.ts";

const UNSAFE: Readonly<Record<Extract<ResolvedEntry, { kind: "unsafe" }>["reason"], string>> = {
  absolute: "is an absolute path",
  address: "is an address",
  backslash: "has backslashes",
  traversal: "leads out of the project with `..`",
};

function wrong(code: string, message: string, place: Place): Finding {
  return toFix(code, "blocking", message, place);
}

/** What is wrong with an entry that a file states; `who` is the file. */
function entryFinding(entry: string, resolved: ResolvedEntry, who: string, place: Place): Finding[] {
  switch (resolved.kind) {
    case "unsafe": {
      const message = `The entry ${shown(entry)} in ${who} ${UNSAFE[resolved.reason]}: write a path relative to the project.`;
      return [wrong("entry_unsafe", message, place)];
    }
    case "command": {
      const message = `The entry ${shown(entry)} in ${who} is a command: write the path of the file alone.`;
      return [wrong("entry_not_a_file", message, place)];
    }
    case "folder": {
      const message = `The entry ${shown(entry)} in ${who} is a folder: write the path of the file in it that starts the agent.`;
      return [wrong("entry_not_a_file", message, place)];
    }
    case "missing": {
      const hint =
        resolved.similar === undefined ? "add the file, or correct the path" : `write ${shown(resolved.similar)}`;
      const message = `${who} names the entry ${shown(entry)}, and the project has no such file: ${hint}.`;
      return [wrong("entry_missing", message, place)];
    }
    case "file":
      return [];
  }
}

/** The name behind the colon must stand somewhere in the file. */
function attributeFinding(entry: Stated, resolved: ResolvedEntry, { files }: Project): Finding[] {
  if (resolved.kind !== "file" || resolved.attribute === undefined) return [];
  const [name = ""] = resolved.attribute.split(".");
  const text = files.get(resolved.path);
  if (text === undefined || text.includes(name)) return [];
  const message = `The entry ${shown(entry.value)} names ${shown(name)}, which does not stand in ${shown(resolved.path)}: correct the name.`;
  return [wrong("entry_attribute_missing", message, lineOf(AGENT_FILE, entry.line))];
}

function unstated(project: Project): Finding[] {
  const { likelyEntry } = inspect(project);
  if (project.files.has(DEFAULT_ENTRY)) return [];
  const place = { path: AGENT_FILE };
  if (likelyEntry === undefined) {
    const message =
      "agent.yaml names no entry and the project has no main.py: write `entry` with the file that starts the agent.";
    return [wrong("entry_missing", message, place)];
  }
  const message = `agent.yaml names no entry, and the project has no main.py: write \`entry\` with ${shown(likelyEntry)}.`;
  return [wrong("entry_missing", message, place)];
}

/** The graphs of a langgraph.json lead to files too. */
function graphFindings(project: Project): Finding[] {
  const path = "langgraph.json";
  const text = project.files.get(path) ?? "";
  return graphEntries(text)
    .slice(0, MAX_PLACES)
    .flatMap((entry) => {
      const line = lineWith(text, JSON.stringify(entry));
      const place = line === undefined ? { path } : lineOf(path, line);
      return entryFinding(entry, resolveEntry(entry, project), path, place);
    });
}

/** Whether the file that starts the agent is named, lies in the project, and is there. */
export function entryFindings(project: Project): Finding[] {
  const { agent: reading, entry: resolved } = inspect(project);
  const graphs = graphFindings(project);
  if (reading.kind !== "read") return graphs;
  const { entry, present } = reading.agent;
  if (entry === undefined || resolved === undefined) {
    return present.has("entry") ? graphs : [...unstated(project), ...graphs];
  }
  const place = lineOf(AGENT_FILE, entry.line);
  return [
    ...entryFinding(entry.value, resolved, AGENT_FILE, place),
    ...attributeFinding(entry, resolved, project),
    ...graphs,
  ];
}
