import { toBase64 } from "@operator/audit";
import type { Checkpoint } from "@operator/contract";
import type { SignedCheckpoint } from "../objects/audit-log/object.ts";

/** A signed checkpoint as it is answered. */
export function checkpointAnswer({ note, origin, size, root, signedAt }: SignedCheckpoint): Checkpoint {
  return {
    checkpoint: note,
    origin,
    size,
    root_hash: toBase64(root),
    signed_at: new Date(signedAt).toISOString(),
  };
}
