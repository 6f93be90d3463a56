import { createHash } from "node:crypto";
import { toHex } from "@operator/audit";
import * as z from "zod";
import type { Blobs } from "../adapters/blobs.ts";
import { sha256 } from "../adapters/sha256.ts";

const Part = z.object({
  /** Hex SHA-256 of the part, which is its name in the store. */
  digest: z.string(),
  bytes: z.number(),
  /** Line feeds in it. */
  feeds: z.number(),
});

/** A redacted text in parts, each stored under its own digest. What it says of itself is all that reading it needs. */
export const Blob = z.object({
  /** Hex SHA-256 of the whole. */
  digest: z.string(),
  bytes: z.number(),
  lines: z.number(),
  parts: z.array(Part),
});
export type Blob = z.infer<typeof Blob>;

/** The store does not have a part any more, or has something else in its place. */
export class BlobGone extends Error {}

const FEED = 0x0a;

function feedsIn(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(FEED); at !== -1; at = bytes.indexOf(FEED, at + 1)) count += 1;
  return count;
}

/**
 * Stores parts as they come, so that only one is held. They wait under a name of their own until all of them are known to
 * be wanted; `keep` then gives them their names, `drop` leaves nothing.
 */
export class BlobWriter {
  private readonly blobs: Blobs;
  private readonly folder: string;
  private readonly waiting: string;
  private readonly whole = createHash("sha256");
  private readonly parts: z.infer<typeof Part>[] = [];
  private endsInLine = false;

  /** @param upload names this upload among those of the folder */
  constructor(blobs: Blobs, folder: string, upload: string) {
    this.blobs = blobs;
    this.folder = folder;
    this.waiting = `${folder}/uploads/${upload}`;
  }

  async add(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0) return;
    await this.blobs.put(`${this.waiting}/${this.parts.length}`, bytes);
    this.whole.update(bytes);
    this.parts.push({ digest: toHex(sha256(bytes)), bytes: bytes.length, feeds: feedsIn(bytes) });
    this.endsInLine = bytes.at(-1) !== FEED;
  }

  async keep(): Promise<Blob> {
    for (const [index, { digest }] of this.parts.entries()) {
      const name = `${this.folder}/${digest}`;
      if (await this.blobs.has(name)) continue;
      const bytes = await this.blobs.get(`${this.waiting}/${index}`);
      if (bytes === undefined) throw new Error("a part that was stored a moment ago is not there");
      await this.blobs.put(name, bytes);
    }
    await this.drop();
    return {
      digest: this.whole.digest("hex"),
      bytes: this.parts.reduce((sum, { bytes }) => sum + bytes, 0),
      lines: this.parts.reduce((sum, { feeds }) => sum + feeds, this.endsInLine ? 1 : 0),
      parts: this.parts,
    };
  }

  drop(): Promise<void> {
    return this.blobs.deleteUnder(`${this.waiting}/`);
  }
}

/** A part as it was stored. @throws BlobGone where it is not there, or not what was stored */
async function readPart(blobs: Blobs, folder: string, digest: string): Promise<Uint8Array> {
  const bytes = await blobs.get(`${folder}/${digest}`);
  if (bytes === undefined || toHex(sha256(bytes)) !== digest) throw new BlobGone();
  return bytes;
}

/** True when the store has every part. */
export async function isWhole(blobs: Blobs, folder: string, { parts }: Pick<Blob, "parts">): Promise<boolean> {
  const there = await Promise.all(parts.map(({ digest }) => blobs.has(`${folder}/${digest}`)));
  return there.every(Boolean);
}

/**
 * The bytes from `first` to `last`, both included, a part at a time.
 *
 * @throws BlobGone where a part is not what was stored
 */
export async function* readBytes(
  blobs: Blobs,
  folder: string,
  blob: Blob,
  range: { first: number; last: number },
): AsyncGenerator<Uint8Array> {
  let offset = 0;
  for (const { digest, bytes: length } of blob.parts) {
    const start = Math.max(range.first - offset, 0);
    const end = Math.min(range.last + 1 - offset, length);
    if (start < end) yield (await readPart(blobs, folder, digest)).slice(start, end);
    offset += length;
  }
}

/**
 * The text from the beginning of a line on, until it holds that many lines or characters; what is in the blob behind is
 * left out.
 *
 * @throws BlobGone where a part is not what was stored
 */
export async function readLines(
  blobs: Blobs,
  folder: string,
  blob: Blob,
  wanted: { first: number; count: number; maxChars: number },
): Promise<string[]> {
  const decoder = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true });
  let before = 0;
  let text: string | undefined;
  let skip = 0;
  for (const { digest, feeds } of blob.parts) {
    const begins = text !== undefined || before + feeds >= wanted.first - 1;
    if (begins) {
      if (text === undefined) skip = wanted.first - 1 - before;
      text = (text ?? "") + decoder.decode(await readPart(blobs, folder, digest));
      const lines = text.split("\n").slice(skip);
      const chars = lines.reduce((sum, line) => sum + line.length, 0);
      if (lines.length > wanted.count || chars > wanted.maxChars) break;
    }
    before += feeds;
  }
  const lines = (text ?? "").split("\n").slice(skip);
  // What follows the last line feed of the whole is no line.
  if (lines.at(-1) === "" && wanted.first - 1 + lines.length > blob.lines) lines.pop();
  return lines.slice(0, wanted.count);
}

/** Reads what `JSON.stringify` wrote of a blob. */
export function blobOf(json: string): Blob {
  return Blob.parse(JSON.parse(json));
}
