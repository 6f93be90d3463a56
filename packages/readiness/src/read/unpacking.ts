/** Why something was not unpacked: more came out than was asked for, its end is missing, or it is not what it should be. */
export type UnpackFault = "too_large" | "truncated" | "corrupt";

/**
 * Unpacks with what the platform has. The library that is used without it makes a large table for every code, and a hostile
 * archive brings a new code every few bytes.
 */
export interface Unpacking {
  /** All members of a gzip, verified. */
  gunzip(packed: Uint8Array, maxBytes: number): Uint8Array | UnpackFault;
  /** Deflated bytes without a header. */
  inflateRaw(packed: Uint8Array, maxBytes: number): Uint8Array | UnpackFault;
}
