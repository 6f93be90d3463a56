import { createHash } from "node:crypto";

/** SHA-256, synchronous: inside an object nothing may come between reading a head and writing the next one. */
export function sha256(data: string | Uint8Array): Uint8Array {
  return createHash("sha256").update(data).digest();
}
