import { sha256 as sha256Of } from "@noble/hashes/sha2.js";
import type { Sha256 } from "../record.ts";

/** A SHA-256 in the making. Node's `createHash("sha256")` is one too. */
export interface Sha256Stream {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

/** Begins a SHA-256. Handed in where the platform has a faster one. */
export type NewSha256 = () => Sha256Stream;

/** A SHA-256 that works everywhere: WebCrypto has none that is incremental, nor one that answers at once. */
export const portableSha256: NewSha256 = () => sha256Of.create();

const encoder = new TextEncoder();

/** The SHA-256 of whole texts and byte strings, made of one that is incremental. */
export function wholeSha256(begin: NewSha256): Sha256 {
  return (data) => {
    const hash = begin();
    hash.update(typeof data === "string" ? encoder.encode(data) : data);
    return hash.digest();
  };
}

/** Bytes that are collected before they are hashed: a call of a native hash costs more than the copy. */
const COLLECTED_BYTES = 16 * 1024;

/** A SHA-256 that takes many small pieces. */
export class CollectingSha256 implements Sha256Stream {
  readonly #hash: Sha256Stream;
  readonly #collected = new Uint8Array(COLLECTED_BYTES);
  #length = 0;

  constructor(begin: NewSha256) {
    this.#hash = begin();
  }

  update(bytes: Uint8Array): void {
    if (this.#length + bytes.length > COLLECTED_BYTES) this.#flush();
    if (bytes.length > COLLECTED_BYTES) {
      this.#hash.update(bytes);
      return;
    }
    this.#collected.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  digest(): Uint8Array {
    this.#flush();
    return this.#hash.digest();
  }

  #flush(): void {
    if (this.#length > 0) this.#hash.update(this.#collected.subarray(0, this.#length));
    this.#length = 0;
  }
}
