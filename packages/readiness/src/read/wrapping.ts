/** What macOS puts beside the files when it makes a zip: attributes of its own, no part of a project. */
const MACOS_ATTRIBUTES = "__MACOSX/";

/** The folder that every path is in, with its slash. */
function commonFolder(paths: readonly string[]): string | undefined {
  const [first] = paths;
  if (first === undefined || !first.includes("/")) return undefined;
  const folder = first.slice(0, first.indexOf("/") + 1);
  return paths.every((path) => path.startsWith(folder)) ? folder : undefined;
}

/**
 * The files of an archive by their paths in the project. Where one folder holds everything, as in what `tar czf x.tgz agent`
 * makes and what code hosts serve, it is the project.
 */
export function withoutWrapping<Content>(files: ReadonlyMap<string, Content>): Map<string, Content> {
  const own = [...files].filter(([path]) => !path.startsWith(MACOS_ATTRIBUTES));
  const folder = commonFolder(own.map(([path]) => path)) ?? "";
  return new Map(own.map(([path, content]) => [path.slice(folder.length), content]));
}
