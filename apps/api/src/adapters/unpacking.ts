import { gunzipSync, inflateRawSync } from "node:zlib";
import type { UnpackFault, Unpacking } from "@operator/readiness";

/** What the platform's errors say of the bytes: they have no codes, but a name or words. */
function faultOf(error: unknown): UnpackFault {
  if (error instanceof RangeError) return "too_large";
  return error instanceof Error && error.message === "unexpected end of file" ? "truncated" : "corrupt";
}

function attempt(unpack: () => Uint8Array): Uint8Array | UnpackFault {
  try {
    // A plain view: `slice` of a Buffer does not copy.
    const { buffer, byteOffset, byteLength } = unpack();
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch (error) {
    return faultOf(error);
  }
}

/** Unpacking with zlib, bounded in what comes out. */
export const zlibUnpacking: Unpacking = {
  gunzip: (packed, maxBytes) => attempt(() => gunzipSync(packed, { maxOutputLength: maxBytes })),
  inflateRaw: (packed, maxBytes) => attempt(() => inflateRawSync(packed, { maxOutputLength: maxBytes })),
};
