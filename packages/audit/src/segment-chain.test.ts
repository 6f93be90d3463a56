import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { toHex } from "./record.ts";
import { genesisHead, nextHead } from "./segment-chain.ts";

const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest();
const segment = { digest: sha256("records"), firstSeq: 1, count: 3 };

describe("the segment chain", () => {
  it("is bound to its tenant and run from the start", () => {
    const head = toHex(genesisHead("acme", "run_1", sha256));
    expect(toHex(genesisHead("acme", "run_2", sha256))).not.toBe(head);
    expect(toHex(genesisHead("acme\nrun_1", "", sha256))).not.toBe(head);
  });

  it("changes with every part of a segment", () => {
    const genesis = genesisHead("acme", "run_1", sha256);
    const head = toHex(nextHead(genesis, segment, sha256));
    for (const other of [
      { ...segment, digest: sha256("other records") },
      { ...segment, firstSeq: 2 },
      { ...segment, count: 4 },
    ]) {
      expect(toHex(nextHead(genesis, other, sha256))).not.toBe(head);
    }
    expect(toHex(nextHead(sha256("another head"), segment, sha256))).not.toBe(head);
  });

  it("hashes head, digest, first sequence number and count in that order", () => {
    const genesis = genesisHead("acme", "run_1", sha256);
    const places = Buffer.alloc(16);
    places.writeBigUInt64BE(1n, 0);
    places.writeBigUInt64BE(3n, 8);
    expect(toHex(nextHead(genesis, segment, sha256))).toBe(
      toHex(sha256(Buffer.concat([genesis, segment.digest, places]))),
    );
  });
});
