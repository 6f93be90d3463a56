import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { limits } from "@operator/contract";
import { DockerRules, type Entry, GitRules } from "./ignore-rules.ts";
import { readText } from "./read-text.ts";
import { isCredentialsFile, isSecretFolder, isSecretName } from "./secret-files.ts";
import type { Skipped, SkipReason } from "./skipped.ts";

/** A project as `validateAgentProject` takes it, and what was left out of it. */
export interface CollectedProject {
  project_dir: string;
  /** The text files by their paths, in the order of these. */
  files: Record<string, string>;
  skipped: Skipped[];
}

/** A project that is more than the service takes. Leave out what is no source, with a `.agentpaasignore`. */
export class ProjectOverLimit extends Error {
  override readonly name = "ProjectOverLimit";
  readonly kind: "too_many_files" | "project_too_large";
  /** The limit that was passed: files, or bytes of all files together. */
  readonly limit: number;
  /** The file at which it was passed. */
  readonly path: string;

  constructor(kind: ProjectOverLimit["kind"], limit: number, path: string) {
    super(
      kind === "too_many_files"
        ? `the project has more than ${limit} files`
        : `the project has more than ${limit} bytes`,
    );
    this.kind = kind;
    this.limit = limit;
    this.path = path;
  }
}

/** What holds no source of the project, by its name; `.git` is a file in a worktree and in a submodule. */
const EXCLUDED: ReadonlySet<string> = new Set([
  ".git",
  ".hg",
  ".svn",
  "node_modules",
  "__pycache__",
  ".venv",
  "venv",
  "virtualenv",
  ".tox",
  ".nox",
  ".mypy_cache",
  ".pytest_cache",
  ".ruff_cache",
]);

/** What makes a folder of any name a virtual environment. Source: PEP 405. */
const VENV_MARK = "pyvenv.cfg";

/** What a path in the request cannot have: `\` and what does not show, names that are no UTF-8, and a key that no JSON may have. */
const UNSAFE_NAME = /[\\\u0000-\u001f\u007f\ufffd]|^__proto__$/;

/** A small file of rules beside the sources; a larger one is no such file. */
const MAX_RULES_BYTES = 256 * 1024;

async function rulesIn(folder: string, name: string): Promise<string> {
  const read = await readText(join(folder, name), MAX_RULES_BYTES);
  return read.kind === "text" ? read.text : "";
}

const byName = (a: Dirent, b: Dirent) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** One walk through a project. */
class Collector {
  readonly files = new Map<string, string>();
  readonly skipped: Skipped[] = [];
  private readonly dir: string;
  private readonly docker: DockerRules;
  private readonly pack: GitRules;
  private bytes = 0;

  constructor(dir: string, docker: DockerRules, pack: GitRules) {
    this.dir = dir;
    this.docker = docker;
    this.pack = pack;
  }

  private skip({ path, isFolder }: Entry, reason: SkipReason): void {
    this.skipped.push({ path: isFolder ? `${path}/` : path, reason });
  }

  /** Collects what is in a folder, given the rules of git above it. */
  async walk(folder: string, above: GitRules): Promise<void> {
    const at = join(this.dir, folder);
    const rules = above.with(folder, await rulesIn(at, ".gitignore"));
    for (const found of (await readdir(at, { withFileTypes: true })).sort(byName)) {
      const path = folder === "" ? found.name : `${folder}/${found.name}`;
      const entry = { path, isFolder: found.isDirectory() };
      const reason = this.reasonToSkip(entry, found, rules);
      if (reason !== undefined) this.skip(entry, reason);
      else if (!entry.isFolder) await this.take(path, found.name);
      else if (await this.isVirtualEnvironment(path)) this.skip(entry, "excluded");
      else await this.enter(entry, rules);
    }
  }

  private async enter(entry: Entry, rules: GitRules): Promise<void> {
    try {
      await this.walk(entry.path, rules);
    } catch (error) {
      if (error instanceof ProjectOverLimit) throw error;
      this.skip(entry, "unreadable");
    }
  }

  private async isVirtualEnvironment(path: string): Promise<boolean> {
    return (await readText(join(this.dir, path, VENV_MARK), MAX_RULES_BYTES)).kind === "text";
  }

  private reasonToSkip(entry: Entry, found: Dirent, rules: GitRules): SkipReason | undefined {
    const { name } = found;
    if (UNSAFE_NAME.test(name)) return "unsafe_name";
    if (found.isSymbolicLink()) return "symlink";
    if (EXCLUDED.has(name)) return "excluded";
    if (!entry.isFolder && !found.isFile()) return "not_a_file";
    if (entry.isFolder ? isSecretFolder(name) : isSecretName(name)) return "secret";
    if (rules.ignores(entry) || this.pack.ignores(entry)) return "ignored";
    // A file in a folder that Docker leaves out may come back, so that the folder has to be looked into.
    const isOpen = entry.isFolder && !this.docker.isFinal();
    return !isOpen && this.docker.ignores(entry) ? "ignored" : undefined;
  }

  private async take(path: string, name: string): Promise<void> {
    const left = limits.MAX_PROJECT_BYTES - this.bytes;
    const read = await readText(join(this.dir, path), left);
    if (read.kind === "too_large") throw new ProjectOverLimit("project_too_large", limits.MAX_PROJECT_BYTES, path);
    if (read.kind !== "text") return this.skip({ path, isFolder: false }, read.kind);
    if (isCredentialsFile(name, read.text)) return this.skip({ path, isFolder: false }, "secret");
    if (this.files.size >= limits.MAX_PROJECT_FILES) {
      throw new ProjectOverLimit("too_many_files", limits.MAX_PROJECT_FILES, path);
    }
    this.bytes += read.bytes;
    this.files.set(path, read.text);
  }
}

const byPath = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Gathers the text files of a project for `validateAgentProject`, the same ones in the same order for the same folder. Left
 * out is what `.gitignore`, `.dockerignore` or `.agentpaasignore` leave out; what is no source (`.git`, `node_modules`, virtual
 * environments, caches); and what holds secrets by its name: `.env*` but for `.env.example` and `.env.sample`, keys,
 * key stores, files of credentials. These are not even read. Links are not followed. `skipped` says what was left out and why.
 *
 * @throws ProjectOverLimit when there is more than the service takes
 * @example
 * const { skipped, ...project } = await collectProject("agents/invoice-chaser");
 * const { ready, issues } = await operator.validateAgentProject({ body: project });
 */
export async function collectProject(dir: string): Promise<CollectedProject> {
  const project_dir = resolve(dir);
  const docker = new DockerRules(await rulesIn(project_dir, ".dockerignore"));
  const pack = new GitRules().with("", await rulesIn(project_dir, ".agentpaasignore"));
  const collector = new Collector(project_dir, docker, pack);
  await collector.walk("", new GitRules());
  return {
    project_dir,
    files: Object.fromEntries([...collector.files].sort(([a], [b]) => byPath(a, b))),
    skipped: collector.skipped.sort((a, b) => byPath(a.path, b.path)),
  };
}
