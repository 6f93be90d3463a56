import type { VerifyEd25519 } from "../checkpoint/checkpoint.ts";
import type { Note } from "../checkpoint/note.ts";
import { formatVerifierKey, type NoteKey, parseVerifierKey } from "../checkpoint/note-key.ts";
import type { Sha256 } from "../record.ts";
import type { FindingCode } from "./finding.ts";

/** What a signature turned out to be; `undefined` when it is good. */
export type SignatureFault = Extract<FindingCode, "unknown_key" | "bad_signature" | "unchecked_signature"> | undefined;

const encoder = new TextEncoder();

/** The RFC 7638 thumbprint of an Ed25519 key, which receipts name. */
function thumbprint({ publicKey }: NoteKey, sha256: Sha256): string {
  return base64url(sha256(`{"crv":"Ed25519","kty":"OKP","x":"${base64url(publicKey)}"}`));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** The keys that count for a bundle, and what they have signed. */
export class Signatures {
  /** The keys that signed something that verified. */
  readonly signers = new Set<string>();
  readonly #keys: NoteKey[] = [];
  readonly #sha256: Sha256;
  readonly #verify: VerifyEd25519;

  constructor(sha256: Sha256, verify: VerifyEd25519) {
    this.#sha256 = sha256;
    this.#verify = verify;
  }

  /**
   * Adds a key that counts for a log; false when the text is none. A key of another deployment counts for its own logs, and
   * the name of a deployment is the beginning of their origins.
   */
  addKey(vkey: string, origin: string): boolean {
    const key = parseVerifierKey(vkey, this.#sha256);
    if (key !== undefined && key.name === origin.slice(0, origin.lastIndexOf("/"))) this.#keys.push(key);
    return key !== undefined;
  }

  /** Checks the signatures of a note: one of a known key is needed, and none of a known key may be bad. */
  async ofNote({ text, signatures }: Note): Promise<SignatureFault> {
    let fault: SignatureFault = "unknown_key";
    for (const { name, keyId, signature } of signatures) {
      const key = this.#keys.find((known) => known.name === name && known.id === keyId);
      if (key === undefined) continue;
      fault = await this.#check(key, text, signature);
      if (fault !== undefined) return fault;
    }
    return fault;
  }

  /** Checks a signature that names its key by its thumbprint. */
  async ofThumbprint(kid: string, text: string, signature: Uint8Array): Promise<SignatureFault> {
    const key = this.#keys.find((known) => thumbprint(known, this.#sha256) === kid);
    return key === undefined ? "unknown_key" : this.#check(key, text, signature);
  }

  async #check(key: NoteKey, text: string, signature: Uint8Array): Promise<SignatureFault> {
    try {
      if (!(await this.#verify(key.publicKey, encoder.encode(text), signature))) return "bad_signature";
    } catch {
      return "unchecked_signature";
    }
    this.signers.add(formatVerifierKey(key));
    return undefined;
  }
}
