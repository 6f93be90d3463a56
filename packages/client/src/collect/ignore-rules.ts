import ignore, { type Ignore } from "ignore";

/** The path of a file or folder in the project, a folder's without `/` at its end. */
export interface Entry {
  path: string;
  isFolder: boolean;
}

/** A line of a file of rules: what it fits, and whether it takes back what a line before it left out. */
interface Rule {
  pattern: Ignore;
  /** The pattern as it is written, without `!`. */
  text: string;
  takesBack: boolean;
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
}

function ruleOf(line: string, rewrite: (pattern: string) => string): Rule {
  const takesBack = line.startsWith("!");
  const text = rewrite(takesBack ? line.slice(1) : line);
  return { pattern: ignore({ ignorecase: false }).add(text), text, takesBack };
}

const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);
const parentOf = (path: string) => path.slice(0, Math.max(path.lastIndexOf("/"), 0));

/** True when a pattern of git fits an entry itself, and not only a folder above it. */
function fitsItself({ pattern, text }: Rule, { path, isFolder }: Entry): boolean {
  const slash = isFolder ? "/" : "";
  const isOfName = !text.trimEnd().replace(/\/+$/, "").includes("/");
  if (isOfName) return pattern.ignores(nameOf(path) + slash);
  const parent = parentOf(path);
  const fitsAbove = parent !== "" && pattern.ignores(`${parent}/`);
  return pattern.ignores(path + slash) && (!fitsAbove || text.trimEnd().endsWith("/**"));
}

/** The rules of one `.gitignore` and the folder that it stands in, `""` for the project's own. */
interface Layer {
  folder: string;
  rules: readonly Rule[];
}

/**
 * Rules in the syntax of `.gitignore`, of a folder and of those above it. The last rule that fits decides, those of a nearer
 * file coming later; one with `!` takes back what one before it left out. What is in an ignored folder is never asked about,
 * so that nothing in it comes back. Source: gitignore(5).
 */
export class GitRules {
  private readonly layers: readonly Layer[];

  constructor(layers: readonly Layer[] = []) {
    this.layers = layers;
  }

  /** These rules and those of a file in a folder. */
  with(folder: string, text: string): GitRules {
    const rules = linesOf(text).map((line) => ruleOf(line, (pattern) => pattern));
    return new GitRules([...this.layers, { folder, rules }]);
  }

  ignores({ path, isFolder }: Entry): boolean {
    for (const { folder, rules } of this.layers.toReversed()) {
      const inFolder = { path: path.slice(folder === "" ? 0 : folder.length + 1), isFolder };
      const last = rules.findLast((rule) => fitsItself(rule, inFolder));
      if (last !== undefined) return !last.takesBack;
    }
    return false;
  }
}

/**
 * Rules in the syntax of `.dockerignore`: every pattern is rooted in the project, the last one that fits a path or a folder
 * above it decides, and one with `!` brings back files of a folder that is left out. Source: Docker, `.dockerignore` file.
 */
export class DockerRules {
  private readonly rules: readonly Rule[];

  constructor(text: string) {
    this.rules = linesOf(text).map((line) =>
      ruleOf(line.trim(), (pattern) => `/${pattern.trim().replace(/^(?:\.?\/)+|\/+$/g, "")}`),
    );
  }

  ignores({ path }: Entry): boolean {
    const last = this.rules.findLast(({ pattern }) => pattern.ignores(path));
    return last !== undefined && !last.takesBack;
  }

  /** True when no file of a folder that is left out can come back. */
  isFinal(): boolean {
    return !this.rules.some(({ takesBack }) => takesBack);
  }
}
