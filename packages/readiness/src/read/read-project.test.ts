import { gzipSync, strToU8, zipSync } from "fflate";
import { packTar } from "modern-tar";
import { describe, expect, it } from "vitest";
import { joined, paxRecord, tar, zip } from "../../test/archives.ts";
import { readProject } from "./read-project.ts";

const sent = { projectDir: "/projects/weather", circumstances: {} };
const types = { tar: "application/x-tar", gzip: "application/gzip", zip: "application/zip" } as const;

function read(type: keyof typeof types, archive: Uint8Array) {
  return readProject({ ...sent, archive, mediaType: types[type] });
}

/** The files as an object, or the refusal. */
function filesOf(result: ReturnType<typeof readProject>) {
  return result.kind === "read" ? Object.fromEntries(result.project.files) : result;
}

const FILES = { "agent.yaml": "name: a\n", "src/main.py": "print('é')\n" };
const asTar = (files: Readonly<Record<string, string>>) =>
  packTar(Object.entries(files).map(([name, body]) => ({ header: { name, size: strToU8(body).length }, body })));
const asZip = (files: Readonly<Record<string, string>>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

describe("a project", () => {
  it("is the same from a map, a tar, a tar.gz and a zip, in whatever order", async () => {
    const reversed = Object.fromEntries(Object.entries(FILES).reverse());
    const archive = await asTar(reversed);
    const results = [
      readProject({ ...sent, files: FILES }),
      readProject({ ...sent, files: new Map(Object.entries(reversed)) }),
      read("tar", archive),
      read("gzip", gzipSync(archive)),
      read("zip", asZip(reversed)),
    ];
    for (const result of results) expect(result).toEqual(results[0]);
    for (const result of results) expect(Object.keys(filesOf(result))).toEqual(Object.keys(FILES));
  });

  it("may stand in one folder of its archive, written with ./ in front or not", () => {
    const inFolder = tar(
      { name: "./a/", type: "5" },
      { name: "./a/agent.yaml", content: "x" },
      { name: "./a/b/c", content: "y" },
    );
    expect(filesOf(read("tar", inFolder))).toEqual({ "agent.yaml": "x", "b/c": "y" });
    const mac = zip({ name: "a/main.py", content: "x" }, { name: "__MACOSX/a/._main.py", content: "y" });
    expect(filesOf(read("zip", mac))).toEqual({ "main.py": "x" });
    expect(filesOf(readProject({ ...sent, files: { "./src/main.py": "x" } }))).toEqual({ "src/main.py": "x" });
  });

  it("keeps what is no text as a name", () => {
    const result = read(
      "tar",
      tar({ name: "a.bin", content: Uint8Array.of(0xff, 0xfe) }, { name: "b", content: "a\0b" }, { name: "c" }),
    );
    expect(result).toMatchObject({ project: { binaries: new Set(["a.bin", "b"]), files: new Map([["c", ""]]) } });
  });

  it("may have long names, in the way of POSIX and in that of GNU", async () => {
    const name = `${"d".repeat(90)}/${"é".repeat(100)}.py`;
    expect(filesOf(read("tar", await asTar({ [name]: "x", b: "" })))).toEqual({ [name]: "x", b: "" });
    const gnu = tar(
      { name: "././@LongLink", type: "L", content: `${name}\0` },
      { name: name.slice(0, 40), content: "x" },
      { name: "b" },
    );
    expect(filesOf(read("tar", gnu))).toEqual({ [name]: "x", b: "" });
    const git = tar({ name: "pax_global_header", type: "g", content: paxRecord("comment", "f00") }, { name: "b" });
    expect(filesOf(read("tar", git))).toEqual({ b: "" });
  });

  it("may be a gzip of several members", async () => {
    const archive = await asTar(FILES);
    const parts = [archive.subarray(0, 700), archive.subarray(700, 700), archive.subarray(700)];
    const result = read("gzip", joined(...parts.map((part) => gzipSync(part))));
    expect(filesOf(result)).toEqual(FILES);
  });
});

describe("names", () => {
  it.each([
    ["../a", "traversal"],
    ["a/../../b", "traversal"],
    ["/etc/passwd", "absolute"],
    ["a\\b", "backslash"],
    ["C:/a", "drive_letter"],
    ["a//b", "empty_step"],
    ["a/./b", "empty_step"],
    ["a\nb", "control_character"],
    ["a\u202eb", "control_character"],
    ["a./b", "trailing"],
    ["a".repeat(256), "too_long"],
    ["a/".repeat(600).slice(0, -1), "too_long"],
  ])("such as %j are no path of a project", (name, reason) => {
    const refusal = { kind: "unsafe_path", reason, entry: 1 };
    expect(readProject({ ...sent, files: { ok: "", [name]: "" } })).toEqual(refusal);
    expect(read("zip", zip({ name: "ok" }, { name }))).toEqual(refusal);
    const long = { name: "x", type: "x", content: paxRecord("path", name) };
    expect(read("tar", tar({ name: "ok" }, long, { name: "short" }))).toEqual(refusal);
  });

  it("that are no UTF-8 or hold a NUL are none either", () => {
    const name = Uint8Array.of(0x61, 0xff);
    expect(read("tar", tar({ name }))).toMatchObject({ kind: "unsafe_path", reason: "not_utf8" });
    expect(read("zip", zip({ name }))).toMatchObject({ kind: "unsafe_path", reason: "not_utf8" });
    expect(readProject({ ...sent, files: { "a\0b": "" } })).toMatchObject({ reason: "control_character" });
    expect(readProject({ ...sent, files: { "": "" } })).toMatchObject({ reason: "empty" });
    expect(readProject({ ...sent, files: { "a\ud800": "" } })).toMatchObject({ reason: "not_utf8" });
  });

  it.each([
    ["a", "a", "same_path"],
    ["a", "./a", "same_path"],
    ["README", "readme", "same_path"],
    ["\u00e9", "e\u0301", "same_path"],
    ["a", "a/b", "file_and_folder"],
    ["a/b", "A", "file_and_folder"],
  ])("%j and %j are one", (first, second, reason) => {
    const refusal = { kind: "duplicate_file", reason };
    expect(read("tar", tar({ name: first }, { name: second }))).toMatchObject(refusal);
    expect(read("zip", zip({ name: first }, { name: second }))).toMatchObject(refusal);
    if (first !== second) expect(readProject({ ...sent, files: { [first]: "", [second]: "" } })).toMatchObject(refusal);
  });

  it("of a folder and of a file are two", () => {
    const refusal = { kind: "duplicate_file", reason: "file_and_folder" };
    expect(read("tar", tar({ name: "a/", type: "5" }, { name: "a" }))).toMatchObject(refusal);
    expect(read("zip", zip({ name: "a" }, { name: "a/", mode: 0o040755 }))).toMatchObject(refusal);
  });
});

describe("a tar", () => {
  it.each([
    ["a hard link", tar({ name: "a", type: "1" }), "unsafe_path", "link"],
    ["a symbolic link", tar({ name: "a", type: "2" }), "unsafe_path", "link"],
    ["a device", tar({ name: "a", type: "3" }), "unsafe_path", "special_file"],
    ["a pipe", tar({ name: "a", type: "6" }), "unsafe_path", "special_file"],
    ["a sparse file", tar({ name: "a", type: "S" }), "invalid_archive", "unsupported"],
    ["nothing", new Uint8Array(), "invalid_archive", "truncated"],
    ["no end", tar({ name: "a", content: "x" }).subarray(0, 1024), "invalid_archive", "truncated"],
    ["less than it says", tar({ name: "a", size: 5000 }), "invalid_archive", "truncated"],
    ["something behind its end", joined(tar({ name: "a" }), tar({ name: "b" })), "invalid_archive", "malformed"],
    ["a folder with content", tar({ name: "a/", type: "5", content: "x" }), "invalid_archive", "malformed"],
    [
      "an extended header for nothing",
      tar({ name: "x", type: "x", content: paxRecord("path", "a") }),
      "invalid_archive",
      "truncated",
    ],
    [
      "an extended header that is none",
      tar({ name: "x", type: "x", content: "8 path=a\n" }, { name: "a" }),
      "invalid_archive",
      "malformed",
    ],
    [
      "one path for all",
      tar({ name: "x", type: "g", content: paxRecord("path", "a") }, { name: "b" }),
      "invalid_archive",
      "malformed",
    ],
    [
      "a name of a megabyte",
      tar({ name: "x", type: "L", content: "n".repeat(1 << 20) }, { name: "a" }),
      "invalid_archive",
      "malformed",
    ],
  ])("with %s is refused", (_, archive, kind, reason) => {
    expect(read("tar", archive)).toMatchObject({ kind, reason });
  });

  it("whose header was changed is refused", () => {
    const archive = tar({ name: "a", content: "x" });
    archive[0] = 0x62;
    expect(read("tar", archive)).toEqual({ kind: "invalid_archive", reason: "corrupt", entry: 0 });
  });
});

describe("a zip", () => {
  const whole = zip({ name: "a", content: "x".repeat(100) });

  it.each([
    ["a symbolic link", zip({ name: "a", mode: 0o120777 }), "unsafe_path", "link"],
    ["a device", zip({ name: "a", mode: 0o020666 }), "unsafe_path", "special_file"],
    ["an encrypted file", zip({ name: "a", flags: 1 }), "invalid_archive", "encrypted"],
    ["a larger size than is there", zip({ name: "a", content: "x", size: 2 }), "invalid_archive", "lying_size"],
    ["a smaller size than is there", zip({ name: "a", content: "xyz", size: 2 }), "invalid_archive", "lying_size"],
    ["another checksum", zip({ name: "a", content: "x", crc: 1 }), "invalid_archive", "corrupt"],
    ["another name inside", zip({ name: "a", localName: "b" }), "invalid_archive", "malformed"],
    [
      "one content under two names",
      zip({ name: "a", content: "x" }, { name: "b", localName: "a", content: "x", shared: true }),
      "invalid_archive",
      "malformed",
    ],
    ["a rare way to pack", zip({ name: "a", method: 12 }), "invalid_archive", "unsupported"],
    ["its end cut off", whole.subarray(0, -1), "invalid_archive", "truncated"],
    ["its beginning cut off", whole.subarray(10), "invalid_archive", "malformed"],
    ["nothing", new Uint8Array(), "invalid_archive", "truncated"],
  ])("with %s is refused", (_, archive, kind, reason) => {
    expect(read("zip", archive)).toMatchObject({ kind, reason });
  });

  it("may be stored, and have folders", () => {
    const archive = zip({ name: "a/", mode: 0o040755 }, { name: "a/b", content: "x", method: 0 }, { name: "c" });
    expect(filesOf(read("zip", archive))).toEqual({ "a/b": "x", c: "" });
  });
});

describe("a gzip", () => {
  const packed = gzipSync(tar({ name: "a", content: "x".repeat(3000) }));
  const changed = (at: number) => packed.map((byte, index) => (index === packed.length + at ? byte ^ 1 : byte));

  it.each([
    ["its end cut off", packed.subarray(0, -9), "truncated"],
    ["its checksum cut off", packed.subarray(0, -6), "corrupt"],
    ["another checksum", changed(-8), "corrupt"],
    ["another length", changed(-4), "lying_size"],
    ["something behind it", joined(packed, strToU8("x".repeat(40))), "corrupt"],
    ["nothing", new Uint8Array(), "truncated"],
  ])("with %s is refused", (_, archive, reason) => {
    expect(read("gzip", archive)).toMatchObject({ kind: "invalid_archive", reason });
  });

  it("is a tar and nothing else", () => {
    expect(readProject({ ...sent, archive: packed, mediaType: "text/plain" })).toMatchObject({
      reason: "unknown_media_type",
    });
    expect(read("gzip", gzipSync(strToU8("x".repeat(3000))))).toMatchObject({ kind: "invalid_archive" });
  });
});

describe("a project that is too large", () => {
  const large = { kind: "too_large", limit: 8 * 1024 * 1024 };
  const mega = "x".repeat(1024 * 1024);

  it("is refused before it is unpacked", () => {
    const files = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`f${index}`, mega]));
    expect(readProject({ ...sent, files })).toEqual(large);
    expect(readProject({ ...sent, files: { a: "é".repeat(5 * 1024 * 1024) } })).toEqual(large);
    expect(read("zip", asZip(files))).toEqual(large);
    expect(read("tar", tar({ name: "a", size: 2 ** 32 - 1 }))).toEqual(large);
    expect(read("gzip", gzipSync(new Uint8Array(40 * 1024 * 1024), { level: 1 }))).toEqual(large);
    expect(read("tar", new Uint8Array(17 * 1024 * 1024))).toEqual(large);
  });

  it("has more than two thousand files", () => {
    const files = Object.fromEntries(Array.from({ length: 2001 }, (_, index) => [`f${index}`, ""]));
    const refusal = { kind: "too_many_files", limit: 2000 };
    expect(readProject({ ...sent, files })).toEqual(refusal);
    expect(read("zip", asZip(files))).toEqual(refusal);
    expect(read("tar", tar(...Object.keys(files).map((name) => ({ name }))))).toEqual(refusal);
  });
});
