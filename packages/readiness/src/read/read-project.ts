import { limits } from "@operator/contract";
import { MAX_ARCHIVE_BYTES } from "../limits.ts";
import type { Circumstances, Project } from "../project.ts";
import { CollectedFiles } from "./collected-files.ts";
import { gunzip } from "./inflate.ts";
import { type ReadProject, Refused, refuseArchive } from "./refusal.ts";
import { readTar } from "./tar.ts";
import { utf8Text } from "./tar-header.ts";
import type { Unpacking } from "./unpacking.ts";
import { withoutWrapping } from "./wrapping.ts";
import { readZip } from "./zip.ts";

interface Sent {
  /** The absolute path of the project, as the caller names it. */
  projectDir: string;
  circumstances: Circumstances;
}

interface SentFiles extends Sent {
  files: ReadonlyMap<string, string> | Readonly<Record<string, string>>;
}

/** `application/x-tar`, `application/gzip` (a tar in it) or `application/zip`. */
interface SentArchive extends Sent {
  archive: Uint8Array;
  mediaType: string;
}

/** A project as it was sent: texts by their paths, or an archive. */
export type SentProject = SentFiles | SentArchive;

/** A character that no text has: what holds it is a binary file that happens to be UTF-8. */
const NUL = "\0";

const encoder = new TextEncoder();

/** Bytes of a text in UTF-8, which are at least its length: what is too large is not encoded. */
function bytesOf(text: string): number {
  return text.length > limits.MAX_PROJECT_BYTES ? text.length : encoder.encode(text).length;
}

function textsOf({ files }: SentFiles): Map<string, string> {
  const collected = new CollectedFiles<string>();
  const entries = files instanceof Map ? [...files] : Object.entries(files);
  for (const [entry, [name, text]] of entries.entries()) {
    const path = collected.claim(name, entry);
    collected.takeRoom(bytesOf(text));
    collected.add(path, text.toWellFormed(), entry);
  }
  return collected.finish();
}

function unpack({ archive, mediaType }: SentArchive, unpacking: Unpacking | undefined): Map<string, Uint8Array> {
  if (archive.length > MAX_ARCHIVE_BYTES) throw new Refused({ kind: "too_large", limit: limits.MAX_PROJECT_BYTES });
  switch (mediaType) {
    case "application/x-tar":
      return readTar(archive);
    case "application/gzip":
      return readTar(gunzip(archive, unpacking));
    case "application/zip":
      return readZip(archive, unpacking);
    default:
      return refuseArchive("unknown_media_type");
  }
}

/** In one order, whatever order they were sent in: by their paths, code unit by code unit. */
function projectOf<Content>(
  { projectDir: dir, circumstances }: Sent,
  contents: ReadonlyMap<string, Content>,
  textOf: (content: Content) => string | undefined,
): Project {
  const files = new Map<string, string>();
  const binaries = new Set<string>();
  for (const path of [...contents.keys()].sort()) {
    const content = contents.get(path);
    const text = content === undefined ? undefined : textOf(content);
    if (text === undefined || text.includes(NUL)) binaries.add(path);
    else files.set(path, text);
  }
  return { dir, files, binaries, circumstances };
}

/**
 * Reads what was sent as a project, or says why not: at most 8 MiB and 2,000 files after unpacking, every path plain and its
 * own, no links. Unpacking stops where a limit is passed. A folder that holds the whole of an archive is taken off its paths.
 * What is no UTF-8 or holds a NUL is kept as a name only.
 *
 * @param unpacking what the platform unpacks with; a library without it
 */
export function readProject(sent: SentProject, unpacking?: Unpacking): ReadProject {
  try {
    const project =
      "files" in sent
        ? projectOf(sent, textsOf(sent), (text) => text)
        : projectOf(sent, withoutWrapping(unpack(sent, unpacking)), utf8Text);
    return { kind: "read", project };
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}
