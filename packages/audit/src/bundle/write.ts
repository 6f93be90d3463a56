import { canonicalJson } from "../canonical-json.ts";
import type { NoteSigner } from "../checkpoint/checkpoint.ts";
import { type NewSha256, portableSha256, wholeSha256 } from "../hash/sha256.ts";
import { recordLine } from "../jsonl/write.ts";
import { toHex } from "../record.ts";
import type { BundleKey, BundlePolicy, EarlierCheckpoint, ListName, MemberName, ProvedEntry } from "./format.ts";
import { BUNDLE_FORMAT } from "./format.ts";
import { SealMeter, sealText, signSeal } from "./seal.ts";

/** A segment as it is stored: the block that its digest is of; or, once it was purged, the hash its last record had. */
export type StoredSegment = { firstSeq: number; count: number; digest: Uint8Array } & (
  | { body: Uint8Array }
  | { lastHash: string }
);

/** What a bundle is made of. Lists stand in the order in which they are written; see `docs/audit.md` for that of each. */
export interface BundleParts {
  origin: string;
  runId: string;
  /** RFC 3339. */
  exportedAt: string;
  keys: readonly BundleKey[];
  /** The signed note. */
  checkpoint: string;
  /** By size, ascending. */
  consistency: readonly EarlierCheckpoint[];
  /** The entry with the head that the segments end at. */
  head: ProvedEntry;
  /** By agent, then revision, ascending. */
  policies: readonly BundlePolicy[];
  /** By index, ascending. */
  entries: readonly ProvedEntry[];
  /** Compact JWS, by the index of their audit position, ascending. */
  receipts: readonly string[];
  /** In order, from the run's first to the one that the head covers last. Taken one at a time, when the reader is ready. */
  segments: AsyncIterable<StoredSegment> | Iterable<StoredSegment>;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Writes the lines of a bundle and meters them for the seal. */
class BundleWriter {
  readonly meter: SealMeter;
  constructor(begin: NewSha256) {
    this.meter = new SealMeter(begin);
  }

  bytes(text: string): Uint8Array {
    const bytes = encoder.encode(text);
    this.meter.update(bytes);
    return bytes;
  }

  /** A member of one line. */
  single(name: MemberName, value: string | ProvedEntry): Uint8Array {
    this.meter.member(name);
    this.meter.element();
    return this.bytes(`${name === "format" ? "{" : ""}"${name}":${canonicalJson(value)},\n`);
  }

  /** A member whose elements stand one on a line. */
  list(name: ListName, elements: readonly (BundleKey | EarlierCheckpoint | ProvedEntry | BundlePolicy | string)[]) {
    this.meter.member(name);
    const lines = elements.map((element, index) => {
      this.meter.element();
      // Every schema of an element is one of JSON; absent members are left out.
      const json = canonicalJson(JSON.parse(JSON.stringify(element)));
      return `${json}${index < elements.length - 1 ? "," : ""}\n`;
    });
    return this.bytes(`"${name}":[\n${lines.join("")}],\n`);
  }
}

/**
 * Writes a bundle piece by piece: one valid JSON document, each value on a line of its own. Holds one segment at a time.
 *
 * @param signer signs the seal, with the key that signs checkpoints
 * @param begin a faster SHA-256, where the platform has one
 */
export async function* writeBundle(
  parts: BundleParts,
  signer: NoteSigner,
  begin: NewSha256 = portableSha256,
): AsyncGenerator<Uint8Array> {
  const writer = new BundleWriter(begin);
  yield writer.single("format", BUNDLE_FORMAT);
  yield writer.single("origin", parts.origin);
  yield writer.single("run_id", parts.runId);
  yield writer.single("exported_at", parts.exportedAt);
  yield writer.list("keys", parts.keys);
  yield writer.single("checkpoint", parts.checkpoint);
  yield writer.list("consistency", parts.consistency);
  yield writer.single("head", parts.head);
  yield writer.list("policies", parts.policies);
  yield writer.list("entries", parts.entries);
  yield writer.list("receipts", parts.receipts);
  yield* writeSegments(writer, parts.segments, begin);
  writer.meter.end();
  const seal = await signSeal(sealText(parts.origin, parts.runId, writer.meter.members), signer);
  yield writer.bytes(`"seal":${canonicalJson(seal)}}\n`);
}

async function* writeSegments(
  writer: BundleWriter,
  segments: BundleParts["segments"],
  begin: NewSha256,
): AsyncGenerator<Uint8Array> {
  const sha256 = wholeSha256(begin);
  writer.meter.member("segments");
  yield writer.bytes('"segments":[\n');
  let prevHash = "";
  let separator = "";
  for await (const segment of segments) {
    writer.meter.element();
    const place = `"count":${segment.count},"digest":"${toHex(segment.digest)}","first_seq":${segment.firstSeq}`;
    if ("lastHash" in segment) {
      prevHash = segment.lastHash;
      yield writer.bytes(`${separator}{${place},"last_hash":"${prevHash}","purged":true}`);
    } else {
      const lines = decoder.decode(segment.body).split("\n").slice(0, -1);
      const records = lines.map((content, index) => {
        const record = recordLine(content, segment.firstSeq + index, prevHash, sha256);
        prevHash = record.recordHash;
        return record.line;
      });
      yield writer.bytes(`${separator}{${place},"records":[\n${records.join(",\n")}\n]}`);
    }
    separator = ",\n";
  }
  yield writer.bytes(separator === "" ? "],\n" : "\n],\n");
}
