import { toBase64 } from "../base64.ts";
import type { NoteSigner } from "../checkpoint/checkpoint.ts";
import { formatNote } from "../checkpoint/note.ts";
import { CollectingSha256, type NewSha256, type Sha256Stream } from "../hash/sha256.ts";
import { BUNDLE_FORMAT, type MemberName, SEALED } from "./format.ts";

/**
 * The seal is a signed note over what a bundle consists of: its log and run, and for every member a line with the number of
 * its elements and the SHA-256 of its lines. No byte of a bundle is outside of it, and it says which member was changed.
 */

/** What the seal says of one member. */
export interface SealedMember {
  name: MemberName;
  /** Elements of a list; 1 for any other member. */
  count: number;
  digest: string;
}

/** Counts and hashes the members of a bundle, line by line, in the order of the file. */
export class SealMeter {
  readonly members: SealedMember[] = [];
  readonly #begin: NewSha256;
  #name: MemberName | undefined;
  #hash: Sha256Stream | undefined;
  #count = 0;

  constructor(begin: NewSha256) {
    this.#begin = begin;
  }

  /** Begins a member, and ends the one before. */
  member(name: MemberName): void {
    this.end();
    this.#name = name;
    this.#hash = new CollectingSha256(this.#begin);
    this.#count = 0;
  }

  element(): void {
    this.#count++;
  }

  /** Takes bytes of the member: its lines, newlines and all. */
  update(bytes: Uint8Array): void {
    this.#hash?.update(bytes);
  }

  end(): void {
    if (this.#name !== undefined && this.#hash !== undefined) {
      this.members.push({ name: this.#name, count: this.#count, digest: toBase64(this.#hash.digest()) });
    }
    this.#name = undefined;
    this.#hash = undefined;
  }
}

/** The text that is signed. */
export function sealText(origin: string, runId: string, members: readonly SealedMember[]): string {
  const lines = members
    .filter(({ name }) => SEALED.some((sealed) => sealed === name))
    .map(({ name, count, digest }) => `${name} ${count} ${digest}\n`);
  return `${BUNDLE_FORMAT}\n${origin}\n${runId}\n${lines.join("")}`;
}

const MEMBER_LINE = /^([a-z_]+) (0|[1-9]\d{0,15}) ([A-Za-z0-9+/]{43}=)$/;

/** What a seal's text says; `undefined` when it is not written as `sealText` does. */
export function parseSealText(
  text: string,
): { origin: string; runId: string; members: ReadonlyMap<string, Omit<SealedMember, "name">> } | undefined {
  const [format, origin, runId, ...lines] = text.split("\n");
  if (format !== BUNDLE_FORMAT || origin === undefined || runId === undefined || lines.pop() !== "") return undefined;
  const members = new Map<string, Omit<SealedMember, "name">>();
  for (const [index, line] of lines.entries()) {
    const [, name, count, digest] = MEMBER_LINE.exec(line) ?? [];
    if (name === undefined || digest === undefined || name !== SEALED[index]) return undefined;
    members.set(name, { count: Number(count), digest });
  }
  return members.size === SEALED.length ? { origin, runId, members } : undefined;
}

/** Signs a seal: the whole note. */
export async function signSeal(text: string, { key, sign }: NoteSigner): Promise<string> {
  const signature = await sign(new TextEncoder().encode(text));
  return formatNote({ text, signatures: [{ name: key.name, keyId: key.id, signature }] });
}
