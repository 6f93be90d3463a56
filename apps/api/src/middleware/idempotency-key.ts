import { toHex } from "@operator/audit";
import { sha256 } from "../adapters/sha256.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { Caller } from "./authentication.ts";

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** How a request names itself, so that it is known again; `undefined` when it does not. */
export function readIdempotencyKey(
  headers: Headers,
  caller: Caller,
): { text: string; digest: string } | Refusal | undefined {
  const text = headers.get("idempotency-key");
  if (text === null) return undefined;
  if (!IDEMPOTENCY_KEY.test(text)) {
    return refuse("invalid_request", "The Idempotency-Key must be 1 to 255 visible ASCII characters.");
  }
  // A name is good for whoever gave it.
  return { text, digest: toHex(sha256(`${caller.principalId}\n${text}`)) };
}
