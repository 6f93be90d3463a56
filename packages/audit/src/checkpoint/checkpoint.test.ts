import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Checkpoint,
  formatCheckpoint,
  type NoteSigner,
  parseCheckpoint,
  signCheckpoint,
  type VerifyEd25519,
  verifyCheckpoint,
} from "./checkpoint.ts";
import { formatNote, parseNote } from "./note.ts";
import { formatVerifierKey, noteKey, parseVerifierKey } from "./note-key.ts";

const sha256 = (data: string | Uint8Array) => new Uint8Array(createHash("sha256").update(data).digest());

const verifyEd25519: VerifyEd25519 = (publicKey, message, signature) => {
  const x = Buffer.from(publicKey).toString("base64url");
  return verify(null, message, createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" }), signature);
};

function newSigner(name: string): NoteSigner {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const { x = "" } = publicKey.export({ format: "jwk" });
  return {
    key: noteKey(name, new Uint8Array(Buffer.from(x, "base64url")), sha256),
    sign: async (message) => sign(null, message, privateKey),
  };
}

const signer = newSigner("operator.example");
const older = newSigner("operator.example");
const checkpoint: Checkpoint = { origin: "operator.example/acme", size: 3, root: sha256("root") };
const expected = { origin: checkpoint.origin, keys: [older.key, signer.key] };
const note = await signCheckpoint(checkpoint, signer);
const verdictOf = (text: string, of = expected) => verifyCheckpoint(text, of, verifyEd25519);

/** The note, the key and the checkpoint that others published. */
const GO_NOTE = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;
const GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_SUM_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
const C2SP_CHECKPOINT = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
`;

describe("notes and keys of others", () => {
  it("verify: the example of Go's own implementation", () => {
    const key = parseVerifierKey(GO_KEY, sha256);
    const parsed = parseNote(GO_NOTE);
    const [line] = parsed?.signatures ?? [];
    if (key === undefined || parsed === undefined || line === undefined) throw new Error("not read");
    expect(line).toMatchObject({ name: "PeterNeumann", keyId: "c74f20a3" });
    expect(verifyEd25519(key.publicKey, Buffer.from(parsed.text), line.signature)).toBe(true);
    expect(formatNote(parsed)).toBe(GO_NOTE);
  });

  it("are read and written the same", () => {
    for (const text of [GO_KEY, GO_SUM_KEY]) {
      const key = parseVerifierKey(text, sha256);
      expect(key && formatVerifierKey(key)).toBe(text);
    }
    const parsed = parseNote(C2SP_CHECKPOINT);
    const read = parseCheckpoint(parsed?.text ?? "");
    expect(read).toMatchObject({ origin: "example.com/behind-the-sofa", size: 20852163 });
    expect(read && formatCheckpoint(read)).toBe(parsed?.text);
    expect(parsed && formatNote(parsed)).toBe(C2SP_CHECKPOINT);
  });
});

describe("a signed checkpoint", () => {
  it("has origin, size, root, an empty line and the signature", () => {
    expect(note).toMatch(
      /^operator\.example\/acme\n3\n[A-Za-z0-9+/]{43}=\n\n\u2014 operator\.example [A-Za-z0-9+/]{91}=\n$/,
    );
  });

  it("verifies with its key among others, and says which it was", async () => {
    expect(await verdictOf(note)).toEqual({ kind: "verified", checkpoint, signers: [signer.key] });
  });

  it("of an older key verifies as long as that key is known", async () => {
    const old = await signCheckpoint(checkpoint, older);
    expect(await verdictOf(old)).toMatchObject({ kind: "verified", signers: [older.key] });
    expect(await verdictOf(old, { ...expected, keys: [signer.key] })).toEqual({ kind: "unknown_key" });
  });

  it("is not verified by a key of the same name or id alone", async () => {
    const renamed = { ...signer.key, name: "other.example" };
    const renumbered = { ...signer.key, id: older.key.id };
    expect(await verdictOf(note, { ...expected, keys: [renamed, renumbered] })).toEqual({ kind: "unknown_key" });
  });

  it("is refused when a known key's signature is not its own, whoever else signed", async () => {
    const parsed = parseNote(note);
    if (parsed === undefined) throw new Error("not read");
    const forged = { name: older.key.name, keyId: older.key.id, signature: new Uint8Array(64) };
    const both = formatNote({ ...parsed, signatures: [...parsed.signatures, forged] });
    expect(await verdictOf(both)).toEqual({ kind: "bad_signature", keyId: older.key.id });
    expect(await verdictOf(both, { ...expected, keys: [signer.key] })).toMatchObject({ kind: "verified" });
  });

  it("of another log is no checkpoint of this one", async () => {
    const other = await signCheckpoint({ ...checkpoint, origin: "operator.example/beta" }, signer);
    expect(await verdictOf(other)).toEqual({ kind: "other_origin", origin: "operator.example/beta" });
  });

  it.each([
    ["nothing", ""],
    ["no signature", formatCheckpoint(checkpoint)],
    ["an empty signature list", `${formatCheckpoint(checkpoint)}\n`],
    ["no newline at its end", note.slice(0, -1)],
    ["carriage returns", note.replaceAll("\n", "\r\n")],
    ["a size with a leading zero", note.replace("\n3\n", "\n03\n")],
    ["a size beyond what a number carries", note.replace("\n3\n", "\n9999999999999999\n")],
    ["a negative size", note.replace("\n3\n", "\n-3\n")],
    ["an extension line", note.replace("=\n\n", "=\nmore\n\n")],
    ["a root of another spelling", note.replace("=\n\n", "\n\n")],
    ["a hyphen for the dash", note.replace("\u2014", "-")],
    ["half a surrogate pair", `\ud800${note}`],
    ["too many signatures", note + (note.split("\n\n")[1] ?? "").repeat(16)],
  ])("is malformed with %s", async (_, text) => {
    expect(await verdictOf(text)).toEqual({ kind: "malformed" });
  });

  it("is not verified with any bit changed", async () => {
    const bytes = Buffer.from(note);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        expect((await verdictOf(changed.toString("utf8"))).kind).not.toBe("verified");
      }),
    );
  });

  it("is judged without a throw, whatever the text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
        expect(await verdictOf(text)).toEqual({ kind: "malformed" });
      }),
    );
  });
});

describe("what cannot be written", () => {
  it.each([
    ["an origin of two lines", { ...checkpoint, origin: "a\nb" }],
    ["no origin", { ...checkpoint, origin: "" }],
    ["half a leaf", { ...checkpoint, size: 0.5 }],
    ["a short root", { ...checkpoint, root: new Uint8Array(31) }],
  ])("is %s", (_, wrong) => {
    expect(() => formatCheckpoint(wrong)).toThrow(RangeError);
  });

  it.each(["", "a b", "a+b", "a\u00a0b", "a\nb"])("is a key name such as %j", (name) => {
    expect(() => noteKey(name, signer.key.publicKey, sha256)).toThrow(RangeError);
  });
});

describe("the text form of a key", () => {
  const text = formatVerifierKey(signer.key);

  it("comes back as the same key", () => {
    expect(parseVerifierKey(text, sha256)).toEqual(signer.key);
  });

  it.each([
    ["another name", text.replace("operator", "operato")],
    ["another id", text.replace(signer.key.id, older.key.id)],
    [
      "another type",
      `${signer.key.name}+${signer.key.id}+${Buffer.from([4, ...signer.key.publicKey]).toString("base64")}`,
    ],
    ["a key that is cut", text.slice(0, -4)],
    ["nothing", ""],
  ])("is refused with %s", (_, wrong) => {
    expect(parseVerifierKey(wrong, sha256)).toBeUndefined();
  });
});
