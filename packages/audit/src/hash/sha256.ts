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
