import { limits } from "@operator/contract";
import type { Ports } from "../../ports.ts";
import { evidencePurged, type Refusal, runNotFound } from "../../refusal.ts";
import { type Blob, BlobGone, blobOf, isWhole, readLines } from "../blob.ts";
import { runFolder } from "../names.ts";
import { evidenceGone, evidenceNotFound } from "../refusals.ts";
import type { ResolveRequest, Resolver } from "./request.ts";

/** Lines of a text that is asked for. */
interface Wanted {
  seq: number;
  field: string;
  first: number;
  last: number;
}

/** Where the lines are: in a field of an event, or in what was attached. */
interface Found {
  source: string;
  /** As many of them as an answer can show. */
  lines: string[];
  first: number;
  /** How many of the wanted lines there are. */
  count: number;
}

/** The lines of what was attached, from the cache where they are there and the store still has what they are of. */
async function attachedLines(
  folder: string,
  blob: Blob,
  { first, count }: { first: number; count: number },
  ports: Ports,
): Promise<string[] | Refusal> {
  if (first > blob.lines) return evidenceNotFound();
  if (!(await isWhole(ports.blobs, folder, blob))) return evidenceGone();
  const name = `${folder}/lines/${blob.digest}/${first}-${count}`;
  const cached = await ports.evidenceCache.get(name);
  if (cached !== undefined) return JSON.parse(cached) as string[];
  try {
    const lines = await readLines(ports.blobs, folder, blob, { first, count, maxChars: limits.MAX_RESOLVED_CHARS });
    await ports.evidenceCache.put(name, JSON.stringify(lines), limits.EVIDENCE_CACHE_TTL_SECONDS);
    return lines;
  } catch (error) {
    if (error instanceof BlobGone) return evidenceGone();
    throw error;
  }
}

async function findLines({ tenant, runId }: ResolveRequest, wanted: Wanted, ports: Ports): Promise<Found | Refusal> {
  const { seq, field, first, last } = wanted;
  const found = await ports.runs.evidence(tenant, runId, { kind: "text", seq, field });
  if (found === undefined) return runNotFound();
  if (found.kind === "purged") return evidencePurged();
  if (found.kind === "attached") {
    const blob = blobOf(found.attachment.blob);
    const lines = await attachedLines(runFolder(tenant, runId), blob, { first, count: last - first + 1 }, ports);
    if (!Array.isArray(lines)) return lines;
    return { source: found.attachment.name, lines, first, count: Math.min(last, blob.lines) - first + 1 };
  }
  if (found.kind !== "text") return evidenceNotFound();
  const lines = found.text.split("\n").slice(first - 1, last);
  return lines.length === 0 ? evidenceNotFound() : { source: field, lines, first, count: lines.length };
}

/** The lines as an answer shows them: as many and as long as it has room for. */
function shown({ source, lines, first, count }: Found, seq: number) {
  const kept: string[] = [];
  let left = limits.MAX_RESOLVED_CHARS;
  for (const line of lines.slice(0, limits.MAX_RESOLVED_LINES)) {
    if (left <= 0) break;
    kept.push(line.slice(0, left));
    left -= line.length + 1;
  }
  const content = kept.join("\n");
  return {
    source,
    audit_seq: seq,
    start_line: first,
    end_line: first + kept.length - 1,
    content,
    truncated: kept.length < count || content.length < lines.slice(0, kept.length).join("\n").length,
  };
}

/** True where an answer has room for the lines up to one of them, itself included. */
function hasRoomThrough({ lines }: Found, at: number): boolean {
  return at < lines.length && lines.slice(0, at + 1).join("\n").length <= limits.MAX_RESOLVED_CHARS;
}

/** A line of a log with the lines around it; without those before it where they are so long that they would displace it. */
export const resolveLog: Resolver<"log"> = async (request, { seq, field, line }, ports) => {
  const first = Math.max(1, line - limits.LOG_CONTEXT_LINES);
  const last = line + limits.LOG_CONTEXT_LINES;
  const around = await findLines(request, { seq, field, first, last }, ports);
  if ("refused" in around) return around;
  // The lines before it may be there without it.
  if (around.count <= line - first) return evidenceNotFound();
  const { runId, ref } = request;
  const answer = { type: "log" as const, run_id: runId, ref, line };
  if (hasRoomThrough(around, line - first)) return { ...answer, ...shown(around, seq) };
  const found = await findLines(request, { seq, field, first: line, last }, ports);
  return "refused" in found ? found : { ...answer, ...shown(found, seq), truncated: true };
};

/** The lines of an excerpt. */
export const resolveExcerpt: Resolver<"redacted_excerpt"> = async (request, { seq, field, first, last }, ports) => {
  // One more than is shown, which tells that there are more.
  const end = Math.min(last, first + limits.MAX_RESOLVED_LINES);
  const found = await findLines(request, { seq, field, first, last: end }, ports);
  if ("refused" in found) return found;
  if (found.count < end - first + 1) return evidenceNotFound();
  const { runId, ref } = request;
  return { type: "redacted_excerpt", run_id: runId, ref, ...shown(found, seq) };
};
