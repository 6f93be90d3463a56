import { createHash, type Hash } from "node:crypto";
import { type Refusal, refuse } from "../refusal.ts";

/** The algorithms of RFC 9530 that are checked; others are passed over, as it asks. */
const ALGORITHMS: Readonly<Record<string, { name: string; base64Chars: number }>> = {
  "sha-256": { name: "sha256", base64Chars: 44 },
  "sha-512": { name: "sha512", base64Chars: 88 },
};

const MEMBER = /^\s*([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]*={0,2}):\s*$/;

interface Expected {
  hash: Hash;
  base64: string;
}

/** The digests that a content must have. Fed with the content as it arrives; it is never hashed into anything that is kept. */
export class ContentDigest {
  private readonly expected: Expected[];

  constructor(expected: Expected[]) {
    this.expected = expected;
  }

  update(bytes: Uint8Array): void {
    for (const { hash } of this.expected) hash.update(bytes);
  }

  /** True when the content that was fed has every digest. Ends the hashes. */
  matches(): boolean {
    return this.expected.every(({ hash, base64 }) => hash.digest("base64") === base64);
  }
}

/** Reads a `Content-Digest` header: a dictionary of algorithms and digests. Without one nothing is expected. */
export function readContentDigest(header: string | null): ContentDigest | Refusal {
  const expected: Expected[] = [];
  for (const member of header === null ? [] : header.split(",")) {
    const [, algorithm, base64] = MEMBER.exec(member) ?? [];
    if (algorithm === undefined || base64 === undefined) return malformed();
    const known = ALGORITHMS[algorithm];
    if (known === undefined) continue;
    if (base64.length !== known.base64Chars) return malformed();
    expected.push({ hash: createHash(known.name), base64 });
  }
  if (header !== null && expected.length === 0) return malformed();
  return new ContentDigest(expected);
}

function malformed(): Refusal {
  return refuse("malformed_digest", "Content-Digest takes `sha-256=:<base64>:` or `sha-512=:<base64>:`.");
}
