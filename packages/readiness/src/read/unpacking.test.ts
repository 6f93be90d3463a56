import { gunzipSync, gzipSync, inflateRawSync } from "node:zlib";
import { zipSync } from "fflate";
import { packTar } from "modern-tar";
import { describe, expect, it } from "vitest";
import { readProject } from "./read-project.ts";
import type { UnpackFault, Unpacking } from "./unpacking.ts";

const circumstances = {};
const projectDir = "/srv/agent";
const text = "print('hello')\n".repeat(2000);

function attempt(unpack: () => Uint8Array): Uint8Array | UnpackFault {
  try {
    return unpack();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ERR_BUFFER_TOO_LARGE") return "too_large";
    return code === "Z_BUF_ERROR" ? "truncated" : "corrupt";
  }
}

const zlib: Unpacking = {
  gunzip: (packed, maxBytes) => attempt(() => gunzipSync(packed, { maxOutputLength: maxBytes })),
  inflateRaw: (packed, maxBytes) => attempt(() => inflateRawSync(packed, { maxOutputLength: maxBytes })),
};

const tarOf = (size: number) =>
  packTar([{ header: { name: "main.py", size, type: "file" }, body: new Uint8Array(size).fill(97) }]);
const zip = zipSync({ "main.py": new TextEncoder().encode(text) });

describe("archives that the platform unpacks", () => {
  it.each(["the library", "the platform"])("are read alike by %s", async (which) => {
    const unpacking = which === "the platform" ? zlib : undefined;
    const kindOf = (archive: Uint8Array, mediaType: string) => {
      const read = readProject({ projectDir, circumstances, archive, mediaType }, unpacking);
      return read.kind === "read" ? [...read.project.files.keys()] : read;
    };
    const packed = gzipSync(await tarOf(2000));
    const [gzip, zipped] = ["application/gzip", "application/zip"];
    expect(kindOf(packed, gzip)).toEqual(["main.py"]);
    expect(kindOf(zip, zipped)).toEqual(["main.py"]);
    expect(kindOf(packed.subarray(0, -20), gzip)).toMatchObject({ kind: "invalid_archive" });
    expect(kindOf(gzipSync(await tarOf(20_000_000)), gzip)).toMatchObject({ kind: "too_large" });
    const damaged = packed.slice();
    damaged[packed.length - 5] = (damaged[packed.length - 5] ?? 0) ^ 1;
    expect(kindOf(damaged, gzip)).toMatchObject({ kind: "invalid_archive" });
    const changed = zip.slice();
    changed[45] = (changed[45] ?? 0) ^ 0xff;
    expect(kindOf(changed, zipped)).toMatchObject({ kind: "invalid_archive" });
  });

  it("of several members are read whole", async () => {
    const tar = await tarOf(2000);
    const archive = Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))]);
    const read = readProject({ projectDir, circumstances, archive, mediaType: "application/gzip" }, zlib);
    expect(read.kind).toBe("read");
  });

  it("that say another size than they have are refused", () => {
    const lying = zip.slice();
    const view = new DataView(lying.buffer);
    const central = zip.length - 22 - (46 + "main.py".length);
    for (const at of [22, central + 24]) view.setUint32(at, text.length - 1, true);
    const sent = { projectDir, circumstances, archive: lying, mediaType: "application/zip" };
    expect(readProject(sent, zlib)).toMatchObject({ kind: "invalid_archive", reason: "lying_size" });
  });
});
