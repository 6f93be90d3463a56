import { fromBase64, toBase64 } from "../base64.ts";
import { type Sha256, toHex } from "../record.ts";

/** The first byte of what identifies an Ed25519 key. Source: C2SP signed-note, signature types. */
const ED25519 = 0x01;
const PUBLIC_KEY_BYTES = 32;
const ID_BYTES = 4;

/** A public Ed25519 key under the name that its signatures carry. */
export interface NoteKey {
  name: string;
  /** Eight hex digits that tell keys of one name apart. Not a commitment to the key: who verifies must know the key. */
  id: string;
  publicKey: Uint8Array;
}

/** True for a name that a signature line can carry. Source: C2SP signed-note, format. */
export function isKeyName(name: string): boolean {
  return /^[^\s+\p{Cc}]+$/u.test(name) && name.isWellFormed();
}

/**
 * A public key as notes know it: its id is the first four bytes of SHA-256 over name, newline, type and key.
 *
 * @throws RangeError when the name cannot stand in a signature line or the key is no Ed25519 key
 */
export function noteKey(name: string, publicKey: Uint8Array, sha256: Sha256): NoteKey {
  if (!isKeyName(name) || publicKey.length !== PUBLIC_KEY_BYTES) throw new RangeError("not a name and an Ed25519 key");
  const text = new TextEncoder().encode(`${name}\n`);
  const id = sha256(new Uint8Array([...text, ED25519, ...publicKey])).slice(0, ID_BYTES);
  return { name, id: toHex(id), publicKey };
}

/** The text form in which verifiers are given a key: `<name>+<id>+<base64 of type and key>`. */
export function formatVerifierKey({ name, id, publicKey }: NoteKey): string {
  return `${name}+${id}+${toBase64(new Uint8Array([ED25519, ...publicKey]))}`;
}

/** Reads the text form of a key; `undefined` when it is none, is of another type, or its id is not that of the key. */
export function parseVerifierKey(text: string, sha256: Sha256): NoteKey | undefined {
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  if (name === undefined || encoded === undefined || !isKeyName(name)) return undefined;
  const bytes = fromBase64(encoded);
  if (bytes?.length !== 1 + PUBLIC_KEY_BYTES || bytes[0] !== ED25519) return undefined;
  const key = noteKey(name, bytes.slice(1), sha256);
  return key.id === id ? key : undefined;
}
