import type { Project } from "../project.ts";

/** Folders of what is not part of a running agent, and of what others installed. */
const BESIDE =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|docs?|examples?|benchmarks?|scripts|fixtures|node_modules|site-packages|__pycache__|dist|build|venv|env|\.[^/]+)\//;

/** Files that only tests and installers run. */
const NOT_AT_RUN =
  /(?:^|\/)(?:test_[^/]*\.py|[^/]*_test\.py|conftest\.py|setup\.py|noxfile\.py|[^/]*\.(?:test|spec)\.[cm]?[jt]sx?|[^/]*\.config\.[cm]?[jt]s|[^/]*\.d\.[cm]?ts)$/;

/** A file with more characters is no source that somebody wrote, and is not read. */
const MAX_SOURCE_CHARS = 1_000_000;

/** Folders inside each other; deeper ones are no layout that anybody imports from. */
const MAX_FOLDERS = 32;

/** Whether a file lies so deep that nobody imports it. */
export function isTooDeep(path: string): boolean {
  return path.split("/", MAX_FOLDERS + 2).length > MAX_FOLDERS + 1;
}

/** The source files of a project with one of these endings, in order of their paths. */
export function sourceFiles(project: Project, ending: RegExp): [string, string][] {
  return [...project.files]
    .filter(([path, text]) => ending.test(path) && text.length <= MAX_SOURCE_CHARS)
    .filter(([path]) => !isTooDeep(path))
    .filter(([path]) => !BESIDE.test(path) && !NOT_AT_RUN.test(path))
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
