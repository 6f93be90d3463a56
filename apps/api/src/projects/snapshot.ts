import { canonicalJson, toHex } from "@operator/audit";
import type { Project } from "@operator/readiness";
import * as z from "zod";
import { sha256 } from "../adapters/sha256.ts";
import type { Ports } from "../ports.ts";

/** A redacted project as it is stored. Where it will run is no part of it: the same files are the same snapshot. */
const StoredProject = z.strictObject({
  project_dir: z.string(),
  files: z.record(z.string(), z.string()),
  binaries: z.array(z.string()),
});
export type StoredProject = z.infer<typeof StoredProject>;

/** A stored project by its digest, the hex SHA-256 of its bytes. */
export interface Snapshot {
  digest: string;
  bytes: Uint8Array;
}

function nameOf(tenant: string, digest: string): string {
  return `${tenant}/projects/${digest}`;
}

/** The snapshot of a project. Give it a redacted one: what is in it is stored. */
export function snapshotOf({ dir, files, binaries }: Project): Snapshot {
  const stored: StoredProject = {
    project_dir: dir,
    files: Object.fromEntries(files),
    binaries: [...binaries].sort(),
  };
  const bytes = new TextEncoder().encode(canonicalJson(stored));
  return { digest: toHex(sha256(bytes)), bytes };
}

/** Stores a snapshot, unless it is there. */
export async function storeSnapshot(tenant: string, { digest, bytes }: Snapshot, ports: Ports): Promise<void> {
  const name = nameOf(tenant, digest);
  if (!(await ports.blobs.has(name))) await ports.blobs.put(name, bytes);
}

/** A project of the tenant as it was stored, or `gone` where its bytes are not those that were stored. */
export async function findSnapshot(
  tenant: string,
  digest: string,
  ports: Ports,
): Promise<{ kind: "found"; project: StoredProject } | { kind: "unknown" } | { kind: "gone" }> {
  if (!(await ports.directories.hasSnapshot(tenant, digest))) return { kind: "unknown" };
  const bytes = await ports.blobs.get(nameOf(tenant, digest));
  if (bytes === undefined || toHex(sha256(bytes)) !== digest) return { kind: "gone" };
  return { kind: "found", project: StoredProject.parse(JSON.parse(new TextDecoder().decode(bytes))) };
}
