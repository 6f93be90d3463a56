import { recordLine, type StoredSegment } from "@operator/audit";
import { sha256 } from "../adapters/sha256.ts";
import type { SegmentPlace } from "../objects/run-log/segment-page.ts";
import type { Ports } from "../ports.ts";

/**
 * The segments of a run in front of a position, read from its log page by page, the next one when the one before was taken.
 * What is appended meanwhile stands behind that position.
 */
export async function* segmentsOf(
  tenant: string,
  runId: string,
  until: number,
  { runs }: Pick<Ports, "runs">,
): AsyncGenerator<StoredSegment> {
  for (let from = 1; from < until; ) {
    const page = await runs.segments(tenant, runId, from, until);
    if (page.next <= from) throw new Error("the log of a run ends before its head");
    let at = 0;
    // Our own object wrote it a moment ago.
    for (const place of JSON.parse(page.places) as SegmentPlace[]) {
      const { first_seq: firstSeq, count, bytes, last_record_hash: lastHash } = place;
      const digest = Buffer.from(place.digest, "hex");
      const content = lastHash === undefined ? { body: page.blocks.subarray(at, at + bytes) } : { lastHash };
      yield { firstSeq, count, digest, ...content };
      at += bytes;
    }
    from = page.next;
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Segments as the lines of an AgentPaaS audit log. The records that were purged are left out; the chain goes on behind them. */
export async function* logLines(segments: AsyncIterable<StoredSegment>): AsyncGenerator<Uint8Array> {
  let prevHash = "";
  for await (const segment of segments) {
    if ("lastHash" in segment) {
      prevHash = segment.lastHash;
      continue;
    }
    let text = "";
    for (const [index, content] of decoder.decode(segment.body).split("\n").slice(0, -1).entries()) {
      const { line, recordHash } = recordLine(content, segment.firstSeq + index, prevHash, sha256);
      prevHash = recordHash;
      text += `${line}\n`;
    }
    yield encoder.encode(text);
  }
}
