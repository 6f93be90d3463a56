import { type Blob, blobOf, isWhole, readBytes } from "../evidence/blob.ts";
import { type ByteRange, readRange } from "../evidence/byte-range.ts";
import { runFolder } from "../evidence/names.ts";
import { evidenceGone, evidenceNotFound, evidencePurged } from "../evidence/refusals.ts";
import type { Handler } from "../handler.ts";
import type { Ports } from "../ports.ts";
import { refuse, runNotFound } from "../refusal.ts";

function streamOf(blob: Blob, folder: string, range: ByteRange, ports: Ports): ReadableStream<Uint8Array> {
  const bytes = readBytes(ports.blobs, folder, blob, range);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await bytes.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

/** The content of evidence that was attached to a run. */
export const getAttachment: Handler<"getAttachment"> = async ({ params, headers, caller }, ports) => {
  const { run_id, digest } = params;
  const found = await ports.runs.evidence(caller.tenant, run_id, { kind: "attachment", digest });
  if (found === undefined) return runNotFound();
  if (found.kind === "purged") return evidencePurged();
  if (found.kind !== "attached") return evidenceNotFound();
  const blob = blobOf(found.attachment.blob);
  const folder = runFolder(caller.tenant, run_id);
  if (!(await isWhole(ports.blobs, folder, blob))) return evidenceGone();

  const etag = `"${digest}"`;
  const common = { etag, "accept-ranges": "bytes", "content-disposition": "attachment" };
  const known = headers
    .get("if-none-match")
    ?.split(",")
    .map((tag) => tag.trim().replace(/^W\//, ""));
  if (known?.some((tag) => tag === etag || tag === "*"))
    return { body: { stream: null, status: 304 }, headers: common };

  const condition = headers.get("if-range");
  const range = condition === null || condition === etag ? readRange(headers.get("range"), blob.bytes) : undefined;
  if (range === "not_satisfiable") {
    const size = { "content-range": `bytes */${blob.bytes}` };
    return refuse("range_not_satisfiable", `The content has ${blob.bytes} bytes.`, { headers: size });
  }
  const all = { first: 0, last: blob.bytes - 1 };
  const { first, last } = range ?? all;
  const length = { "content-length": String(last - first + 1) };
  const stream = streamOf(blob, folder, { first, last }, ports);
  if (range === undefined) return { body: { stream }, headers: { ...common, ...length } };
  const place = { "content-range": `bytes ${first}-${last}/${blob.bytes}` };
  return { body: { stream, status: 206 }, headers: { ...common, ...length, ...place } };
};
