import { fromBase64, toBase64 } from "../base64.ts";
import { HASH_BYTES } from "../merkle/hashes.ts";
import { formatNote, parseNote } from "./note.ts";
import type { NoteKey } from "./note-key.ts";

/** What a log commits to: that its tree has this root at this size. Source: C2SP tlog-checkpoint. */
export interface Checkpoint {
  /** Which log it is. */
  origin: string;
  size: number;
  root: Uint8Array;
}

/** Signs with one key; where its private part is kept is the platform's business. */
export interface NoteSigner {
  key: NoteKey;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** Ed25519 verification; handed in, because every platform has its own. */
export type VerifyEd25519 = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => Promise<boolean> | boolean;

/** What a checkpoint turned out to be. Only `verified` says anything about a log. */
export type CheckpointVerdict =
  | { kind: "verified"; checkpoint: Checkpoint; signers: NoteKey[] }
  /** Not a note, or its text not a checkpoint in the one spelling that we write. */
  | { kind: "malformed" }
  /** Signed, but by no key that was handed in. */
  | { kind: "unknown_key" }
  /** A signature that names a known key is not of that key. */
  | { kind: "bad_signature"; keyId: string }
  /** Verified, but of another log. */
  | { kind: "other_origin"; origin: string };

const TEXT = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([^\n]+)\n$/;

/** The text of a checkpoint, which is what is signed: origin, size and root, a line each. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  const text = `${origin}\n${size}\n${toBase64(root)}\n`;
  if (parseCheckpoint(text) === undefined) throw new RangeError("not an origin, a size and a root");
  return text;
}

/** Reads the text of a checkpoint; `undefined` when it is none. Extension lines are refused: ours have none. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [, origin, digits, encoded] = TEXT.exec(text) ?? [];
  if (origin === undefined || encoded === undefined) return undefined;
  const size = Number(digits);
  const root = fromBase64(encoded);
  return Number.isSafeInteger(size) && root?.length === HASH_BYTES ? { origin, size, root } : undefined;
}

/** Signs a checkpoint: the whole note. */
export async function signCheckpoint(checkpoint: Checkpoint, { key, sign }: NoteSigner): Promise<string> {
  const text = formatCheckpoint(checkpoint);
  const signature = await sign(new TextEncoder().encode(text));
  return formatNote({ text, signatures: [{ name: key.name, keyId: key.id, signature }] });
}

/**
 * Verifies a signed checkpoint. Signatures of unknown keys are passed over; one of a known key that does not verify refuses
 * the whole note. Never throws on bad input.
 *
 * @param expected the log that it must be of, and the keys that are trusted, old ones too
 */
export async function verifyCheckpoint(
  note: string,
  expected: { origin: string; keys: readonly NoteKey[] },
  verify: VerifyEd25519,
): Promise<CheckpointVerdict> {
  const parsed = parseNote(note);
  const checkpoint = parsed && parseCheckpoint(parsed.text);
  if (parsed === undefined || checkpoint === undefined) return { kind: "malformed" };
  const message = new TextEncoder().encode(parsed.text);
  const signers: NoteKey[] = [];
  for (const { name, keyId, signature } of parsed.signatures) {
    const key = expected.keys.find((known) => known.name === name && known.id === keyId);
    if (key === undefined) continue;
    if (!(await verify(key.publicKey, message, signature))) return { kind: "bad_signature", keyId };
    signers.push(key);
  }
  if (signers.length === 0) return { kind: "unknown_key" };
  if (checkpoint.origin !== expected.origin) return { kind: "other_origin", origin: checkpoint.origin };
  return { kind: "verified", checkpoint, signers };
}
