import type { ProjectPlace } from "@operator/contract";
import type { Ports } from "../ports.ts";
import { findSnapshot, type StoredProject } from "./snapshot.ts";

/** What stands at a place in a validated project. */
export interface FoundPlace {
  kind: "found";
  projectDir: string;
  path: string;
  first: number;
  last: number;
  totalLines: number;
  content: string;
}

/** What stands at a place of a stored project. A place that is not wholly there is nowhere. */
export function placeIn(
  { files, project_dir }: StoredProject,
  { path, lines }: ProjectPlace,
): FoundPlace | { kind: "unknown" } {
  const text = Object.hasOwn(files, path) ? files[path] : undefined;
  if (text === undefined) return { kind: "unknown" };
  const all = text.split("\n");
  const { first, last } = lines ?? { first: 1, last: all.length };
  if (last > all.length) return { kind: "unknown" };
  const content = all.slice(first - 1, last).join("\n");
  return { kind: "found", projectDir: project_dir, path, first, last, totalLines: all.length, content };
}

/** Looks a place up in the snapshot that it names. */
export async function resolvePlace(
  tenant: string,
  place: ProjectPlace,
  ports: Ports,
): Promise<FoundPlace | { kind: "unknown" } | { kind: "gone" }> {
  const found = await findSnapshot(tenant, place.snapshot, ports);
  return found.kind === "found" ? placeIn(found.project, place) : found;
}
