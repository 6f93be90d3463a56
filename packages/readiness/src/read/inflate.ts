import { limits } from "@operator/contract";
import { Gunzip, Inflate } from "fflate";
import { INFLATE_STEP_BYTES, MAX_TAR_BYTES } from "../limits.ts";
import { crc32 } from "./crc32.ts";
import { Refused, refuseArchive } from "./refusal.ts";

/** The library's code of an error for data that ends too early. */
const UNEXPECTED_END = 0;

/** Unpacked bytes, counted as they come: `onOverflow` ends the unpacking with the first chunk that is too much. */
class Unpacked {
  readonly #limit: number;
  readonly #onOverflow: () => never;
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  constructor(limit: number, onOverflow: () => never) {
    this.#limit = limit;
    this.#onOverflow = onOverflow;
  }

  add(chunk: Uint8Array): void {
    if (this.#length + chunk.length > this.#limit) this.#onOverflow();
    if (chunk.length > 0) this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  bytes(): Uint8Array {
    const all = new Uint8Array(this.#length);
    let at = 0;
    for (const chunk of this.#chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }
}

function pushInSteps(stream: Inflate | Gunzip, packed: Uint8Array, entry: number | undefined): void {
  try {
    for (let at = 0; at < packed.length; at += INFLATE_STEP_BYTES) {
      const end = Math.min(at + INFLATE_STEP_BYTES, packed.length);
      stream.push(packed.subarray(at, end), end === packed.length);
    }
  } catch (error) {
    if (error instanceof Refused) throw error;
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    refuseArchive(code === UNEXPECTED_END ? "truncated" : "corrupt", entry);
  }
}

/** Opens the deflated content of one file of a zip, which must be as long as it was said to be. */
export function inflateExactly(packed: Uint8Array, size: number, entry: number): Uint8Array {
  const unpacked = new Unpacked(size, () => refuseArchive("lying_size", entry));
  if (packed.length === 0) refuseArchive("truncated", entry);
  pushInSteps(new Inflate((chunk) => unpacked.add(chunk)), packed, entry);
  const bytes = unpacked.bytes();
  if (bytes.length !== size) refuseArchive("lying_size", entry);
  return bytes;
}

const word = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true);

/**
 * Opens a gzip of one or more members, as far as a project can be long. Checksums and lengths at the end of each member are
 * checked here, because the library reads over them. Source: RFC 1952.
 */
export function gunzip(packed: Uint8Array): Uint8Array {
  if (packed.length < 18) refuseArchive("truncated");
  const unpacked = new Unpacked(MAX_TAR_BYTES, () => {
    throw new Refused({ kind: "too_large", limit: limits.MAX_PROJECT_BYTES });
  });
  let sum = 0;
  let length = 0;
  const endMember = (end: number): void => {
    if (end < 8 || word(packed, end - 8) !== sum) refuseArchive("corrupt");
    if (word(packed, end - 4) !== length) refuseArchive("lying_size");
    sum = 0;
    length = 0;
  };
  const stream = new Gunzip((chunk) => {
    unpacked.add(chunk);
    sum = crc32(chunk, sum);
    length += chunk.length;
  });
  stream.onmember = endMember;
  pushInSteps(stream, packed, undefined);
  endMember(packed.length);
  return unpacked.bytes();
}
