import { fromBase64, toBase64 } from "../base64.ts";
import { fromHex, toHex } from "../record.ts";
import { isKeyName } from "./note-key.ts";

/**
 * A signed note: a text that ends in a newline, an empty line, and a line for each signature. Source: C2SP signed-note.
 */

/** A signature line: who signed with which key, and the signature itself. */
interface NoteSignature {
  name: string;
  /** Eight hex digits. */
  keyId: string;
  signature: Uint8Array;
}

/** A note in its parts; nothing in it is verified. */
export interface Note {
  text: string;
  signatures: NoteSignature[];
}

/** Signatures that a note may have: as many as every verifier has to take. */
const MAX_SIGNATURES = 16;

const ID_BYTES = 4;
const SIGNATURE_LINE = /^\u2014 (\S+) (\S+)$/;
/** Control characters but the newline. */
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;

/** Writes a note. The text must end in a newline. */
export function formatNote({ text, signatures }: Note): string {
  const lines = signatures.map(
    ({ name, keyId, signature }) => `\u2014 ${name} ${toBase64(new Uint8Array([...fromHex(keyId), ...signature]))}\n`,
  );
  return `${text}\n${lines.join("")}`;
}

function parseSignature(line: string): NoteSignature | undefined {
  const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
  if (name === undefined || encoded === undefined || !isKeyName(name)) return undefined;
  const bytes = fromBase64(encoded);
  if (bytes === undefined || bytes.length <= ID_BYTES) return undefined;
  return { name, keyId: toHex(bytes.slice(0, ID_BYTES)), signature: bytes.slice(ID_BYTES) };
}

/** Takes a note apart; `undefined` when it is not written as the format asks. */
export function parseNote(note: string): Note | undefined {
  if (!note.isWellFormed() || CONTROL.test(note)) return undefined;
  const end = note.lastIndexOf("\n\n");
  if (end === -1 || !note.endsWith("\n")) return undefined;
  const lines = note.slice(end + 2, -1).split("\n", MAX_SIGNATURES + 1);
  if (lines.length > MAX_SIGNATURES) return undefined;
  const signatures = lines.map(parseSignature).filter((signature) => signature !== undefined);
  return signatures.length === lines.length ? { text: note.slice(0, end + 1), signatures } : undefined;
}
