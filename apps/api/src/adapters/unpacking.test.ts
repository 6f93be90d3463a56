import { deflateRawSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { zlibUnpacking } from "./unpacking.ts";

const zeros = new Uint8Array(2000);

describe("unpacking with zlib", () => {
  it("gives what was packed, of several members too", () => {
    expect(zlibUnpacking.inflateRaw(deflateRawSync(zeros), 2000)).toEqual(zeros);
    const members = Buffer.concat([gzipSync(zeros.subarray(0, 500)), gzipSync(zeros.subarray(500))]);
    expect(zlibUnpacking.gunzip(members, 2000)).toHaveLength(2000);
  });

  it("says when more comes out than was asked for", () => {
    expect(zlibUnpacking.inflateRaw(deflateRawSync(zeros), 1999)).toBe("too_large");
    expect(zlibUnpacking.gunzip(gzipSync(new Uint8Array(20_000_000)), 1_000_000)).toBe("too_large");
  });

  it("says when the end is missing, and when the bytes are not what they should be", () => {
    const packed = gzipSync("hello hello hello");
    expect(zlibUnpacking.gunzip(packed.subarray(0, -5), 100)).toBe("truncated");
    expect(zlibUnpacking.inflateRaw(deflateRawSync("hello hello hello").subarray(0, -3), 100)).toBe("truncated");
    const damaged = Uint8Array.from(packed, (byte, at) => (at === packed.length - 6 ? byte ^ 1 : byte));
    expect(zlibUnpacking.gunzip(damaged, 100)).toBe("corrupt");
    expect(zlibUnpacking.inflateRaw(Uint8Array.of(255, 255, 255), 100)).toBe("corrupt");
  });
});
