import type { Circumstances, Project } from "../project.ts";
import { FileSet, type Files } from "./file-set.ts";
import { type ReadRefusal, Unreadable } from "./refusal.ts";
import { gunzip, unpackTar } from "./unpack-tar.ts";
import { unpackZip } from "./unpack-zip.ts";

/** A project as it was sent: its files by their paths, or an archive of them. */
export type SentProject = { projectDir: string; circumstances: Circumstances } & (
  | { files: ReadonlyMap<string, string> }
  | { archive: Uint8Array; mediaType: string }
);

/** A project as it was read, or why it was not. */
export type ReadProject = { kind: "read"; project: Project } | ReadRefusal;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** The text of a file; `undefined` where it is none. */
function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The one folder that everything stands in, with its slash; archives of a folder have it. */
function folderAround(paths: readonly string[]): string {
  const [first = ""] = paths;
  const folder = first.slice(0, first.indexOf("/") + 1);
  return folder !== "" && paths.every((path) => path.startsWith(folder)) ? folder : "";
}

function fromMap(sent: ReadonlyMap<string, string>): Files {
  const set = new FileSet();
  const encoder = new TextEncoder();
  for (const [path, text] of sent) {
    const bytes = encoder.encode(text);
    set.take(bytes.length);
    set.put(set.open(path), bytes);
  }
  return set.files;
}

async function fromArchive(archive: Uint8Array, mediaType: string): Promise<Files> {
  switch (mediaType) {
    case "application/zip":
      return unpackZip(archive);
    case "application/x-tar":
      return unpackTar(archive);
    case "application/gzip":
      return unpackTar(gunzip(archive));
    default:
      throw new Unreadable({ kind: "invalid_archive" });
  }
}

function projectOf({ projectDir, circumstances }: SentProject, files: Files, isArchive: boolean): Project {
  // Whatever the order in which files came, the same project is the same.
  const paths = [...files.keys()].sort();
  const around = isArchive ? folderAround(paths) : "";
  const texts = new Map<string, string>();
  const binaries = new Set<string>();
  for (const path of paths) {
    const name = path.slice(around.length);
    const text = textOf(files.get(path) ?? new Uint8Array());
    if (text === undefined) binaries.add(name);
    else texts.set(name, text);
  }
  return { dir: projectDir, files: texts, binaries, circumstances };
}

/**
 * Reads a project: at most `MAX_PROJECT_FILES` files and `MAX_PROJECT_BYTES` bytes, counted while they are unpacked. Every
 * path is checked, because archives may name any. Never throws on what was sent.
 */
export async function readProject(sent: SentProject): Promise<ReadProject> {
  const isArchive = "archive" in sent;
  try {
    const files = isArchive ? await fromArchive(sent.archive, sent.mediaType) : fromMap(sent.files);
    return { kind: "read", project: projectOf(sent, files, isArchive) };
  } catch (error) {
    // What the libraries throw is about the archive; they have no other input.
    return error instanceof Unreadable ? error.refusal : { kind: "invalid_archive" };
  }
}
