import { quote } from "@operator/contract";
import { redactText } from "@operator/redaction";
import { agentForm } from "../agent-yaml/forms.ts";
import { agentFinding, agentSource, fieldOf, textIn } from "../agent-yaml/source.ts";
import type { Finding } from "../finding.ts";
import type { Project } from "../project.ts";

const shown = (text: string): string => quote(redactText(text), 100);

/** `module:function`, as Python tools name an entry. */
const CALLABLE = /^([A-Za-z_][\w.]*):[A-Za-z_]\w*$/;

/** The files that an entry may mean. */
function filesOf(entry: string): string[] {
  const plain = entry.replace(/^(?:\.\/)+/, "");
  const module = CALLABLE.exec(plain)?.[1]?.replaceAll(".", "/");
  if (module !== undefined) return ["", "src/"].flatMap((at) => [`${at}${module}.py`, `${at}${module}/__init__.py`]);
  // A file may name its function, as langgraph.json does: `./src/graph.py:graph`.
  return [plain, plain.replace(/:[A-Za-z_]\w*$/, "")];
}

/** Whether a path leaves the project, on any system. */
function leaves(entry: string): boolean {
  return /^(?:[\\/~]|[A-Za-z]:)/.test(entry) || entry.split(/[\\/]/).includes("..");
}

/** The entry of the agent: it has to be a file of the project. */
export function entryFindings(project: Project): Finding[] {
  const source = agentSource(project);
  const form = source.kind === "read" ? agentForm(source.root) : undefined;
  if (source.kind !== "read" || form === undefined) return [];
  const name = form.entryNames.find((candidate) => textIn(form.spec, candidate) !== undefined);
  const entry = name === undefined ? undefined : textIn(form.spec, name);
  if (name === undefined || entry === undefined) return [];
  const line = source.lineOf(fieldOf(form.spec, name));
  if (leaves(entry)) {
    return [
      agentFinding(
        "entry_outside",
        `\`${name}\` is a path inside of the project, without \`..\`, not ${shown(entry)}.`,
        line,
      ),
    ];
  }
  const isThere = filesOf(entry).some((path) => project.files.has(path) || project.binaries.has(path));
  if (isThere) return [];
  return [agentFinding("entry_missing", `\`${name}\` names ${shown(entry)}, and the project has no such file.`, line)];
}
