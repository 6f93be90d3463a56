import { limits } from "@operator/contract";
import type { Ports } from "../../ports.ts";
import { type Refusal, runNotFound } from "../../refusal.ts";
import { BlobGone, blobOf, isWhole, readLines } from "../blob.ts";
import { runFolder } from "../names.ts";
import { evidenceGone, evidenceNotFound, evidencePurged } from "../refusals.ts";
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
  lines: string[];
  first: number;
}

/** The lines of what was attached, from the cache where they are there and the store still has what they are of. */
async function attachedLines(
  folder: string,
  json: string,
  { first, count }: { first: number; count: number },
  ports: Ports,
): Promise<string[] | Refusal> {
  const blob = blobOf(json);
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
    const { name, blob } = found.attachment;
    const lines = await attachedLines(runFolder(tenant, runId), blob, { first, count: last - first + 1 }, ports);
    return Array.isArray(lines) ? { source: name, lines, first } : lines;
  }
  if (found.kind !== "text") return evidenceNotFound();
  const lines = found.text.split("\n").slice(first - 1, last);
  return lines.length === 0 ? evidenceNotFound() : { source: field, lines, first };
}

/** The lines as an answer shows them: as many and as long as it has room for. */
function shown({ source, lines, first }: Found, seq: number, wantedLines: number) {
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
    truncated:
      kept.length < Math.min(lines.length, wantedLines) ||
      content.length < lines.slice(0, kept.length).join("\n").length,
  };
}

/** A line of a log with the lines around it. */
export const resolveLog: Resolver<"log"> = async (request, { seq, field, line }, ports) => {
  const first = Math.max(1, line - limits.LOG_CONTEXT_LINES);
  const last = line + limits.LOG_CONTEXT_LINES;
  const found = await findLines(request, { seq, field, first, last }, ports);
  if ("refused" in found) return found;
  // The lines before it may be there without it.
  if (found.lines.length <= line - first) return evidenceNotFound();
  const { runId, ref } = request;
  return { type: "log", run_id: runId, ref, line, ...shown(found, seq, found.lines.length) };
};

/** The lines of an excerpt. */
export const resolveExcerpt: Resolver<"redacted_excerpt"> = async (request, { seq, field, first, last }, ports) => {
  const end = Math.min(last, first + limits.MAX_RESOLVED_LINES);
  const found = await findLines(request, { seq, field, first, last: end }, ports);
  if ("refused" in found) return found;
  if (found.lines.length < Math.min(last, end) - first + 1) return evidenceNotFound();
  const { runId, ref } = request;
  return { type: "redacted_excerpt", run_id: runId, ref, ...shown(found, seq, last - first + 1) };
};
