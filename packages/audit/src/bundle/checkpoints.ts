import { fromBase64 } from "../base64.ts";
import { type Checkpoint, parseCheckpoint } from "../checkpoint/checkpoint.ts";
import { parseNote } from "../checkpoint/note.ts";
import { leafHash } from "../merkle/hashes.ts";
import { verifyConsistency, verifyInclusion } from "../merkle/verify.ts";
import type { Sha256 } from "../record.ts";
import { sameBytes } from "../same-bytes.ts";
import type { Findings } from "./finding.ts";
import type { EarlierCheckpoint, ProvedEntry } from "./format.ts";
import type { Signatures } from "./signatures.ts";

/** A checkpoint that the reader kept: the signed note, or its size and its root in base64. */
export type TrustedCheckpoint = string | { size: number; root: string };

/** The name of the option, where findings are about it. */
const TRUSTED = "trustedCheckpoint";

const decoded = (hashes: readonly string[]): Uint8Array[] => hashes.map((hash) => fromBase64(hash) ?? new Uint8Array());

/** What a reader kept, with its origin where it says so; `undefined` when it is no checkpoint. */
function readTrusted(trusted: unknown): { origin?: string; size: number; root: Uint8Array } | undefined {
  if (typeof trusted === "string") {
    const note = parseNote(trusted);
    return note && parseCheckpoint(note.text);
  }
  if (typeof trusted !== "object" || trusted === null || !("size" in trusted) || !("root" in trusted)) return undefined;
  const { size, root } = trusted;
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0 || typeof root !== "string") return undefined;
  const bytes = fromBase64(root);
  return bytes?.length === 32 ? { size, root: bytes } : undefined;
}

/** The checkpoint of a bundle, and what is held against it: earlier ones, the one that is trusted, and entries. */
export class Checkpoints {
  readonly #findings: Findings;
  readonly #signatures: Signatures;
  readonly #sha256: Sha256;
  readonly #origin: string;
  #current: Checkpoint | undefined;
  #trusted: ReturnType<typeof readTrusted>;
  /** True once nothing more has to be said of the trusted checkpoint. */
  #trustIsSettled = true;

  constructor(of: { origin: string; findings: Findings; signatures: Signatures; sha256: Sha256 }) {
    this.#origin = of.origin;
    this.#findings = of.findings;
    this.#signatures = of.signatures;
    this.#sha256 = of.sha256;
  }

  get current(): Checkpoint | undefined {
    return this.#current;
  }

  /** Takes the checkpoint that entries are proved in. */
  async take(note: string): Promise<void> {
    this.#current = await this.#read(note, "/checkpoint");
  }

  /** Takes the checkpoint that the reader kept; call when the bundle's own was taken. */
  trust(trusted: unknown): void {
    this.#trusted = readTrusted(trusted);
    const current = this.#current;
    if (this.#trusted === undefined) this.#findings.add("malformed", TRUSTED);
    if (this.#trusted === undefined || current === undefined) return;
    const { origin = this.#origin, size, root } = this.#trusted;
    if (origin !== this.#origin) this.#findings.add("other_log", TRUSTED);
    else if (size > current.size) this.#findings.add("rolled_back", "/checkpoint");
    else if (size === current.size && !sameBytes(root, current.root)) this.#findings.add("forked", "/checkpoint");
    // An empty tree is the beginning of every tree.
    else if (size > 0 && size < current.size) this.#trustIsSettled = false;
  }

  /** Takes a checkpoint that was signed earlier; its size, by which they are in order. */
  async earlier({ checkpoint: note, proof }: EarlierCheckpoint, position: string): Promise<number | undefined> {
    const old = await this.#read(note, position);
    const current = this.#current;
    if (old === undefined || current === undefined) return old?.size;
    const claim = { newSize: current.size, newRoot: current.root, proof: decoded(proof) };
    const holds = verifyConsistency({ oldSize: old.size, oldRoot: old.root, ...claim }, this.#sha256);
    if (!holds) this.#findings.add(old.size > current.size ? "rolled_back" : "forked", position);
    if (this.#trusted?.size === old.size && !this.#trustIsSettled) {
      this.#trustIsSettled = true;
      if (!sameBytes(this.#trusted.root, old.root)) this.#findings.add("forked", position);
    }
    return old.size;
  }

  /** Says what is left to say once every earlier checkpoint was taken. */
  settleTrust(): void {
    if (!this.#trustIsSettled) this.#findings.add("no_consistency_proof", "/consistency");
  }

  /** Holds an entry against the root. */
  entry({ leaf, leaf_index: leafIndex, proof }: ProvedEntry, position: string): void {
    if (this.#current === undefined) return;
    const { size: treeSize, root } = this.#current;
    const hash = leafHash(new TextEncoder().encode(leaf), this.#sha256);
    const claim = { leafIndex, leafHash: hash, treeSize, root, proof: decoded(proof) };
    if (!verifyInclusion(claim, this.#sha256)) this.#findings.add("modified", position);
  }

  /** A signed checkpoint of this log; what it says counts even if its signature does not, so that more can be told. */
  async #read(text: string, position: string): Promise<Checkpoint | undefined> {
    const note = parseNote(text);
    const checkpoint = note && parseCheckpoint(note.text);
    if (note === undefined || checkpoint === undefined) {
      this.#findings.add("malformed", position);
      return undefined;
    }
    const fault = await this.#signatures.ofNote(note);
    if (fault !== undefined) this.#findings.add(fault, position);
    if (checkpoint.origin !== this.#origin) this.#findings.add("other_log", position);
    return checkpoint;
  }
}
