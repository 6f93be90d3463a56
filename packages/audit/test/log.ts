import { toBase64 } from "../src/base64.ts";
import type { BundlePolicy, ProvedEntry } from "../src/bundle/format.ts";
import { type BundleParts, type StoredSegment, writeBundle } from "../src/bundle/write.ts";
import { signCheckpoint } from "../src/checkpoint/checkpoint.ts";
import { formatVerifierKey } from "../src/checkpoint/note-key.ts";
import { entryText } from "../src/merkle/entry.ts";
import { proveConsistency, proveInclusion } from "../src/merkle/prove.ts";
import { canonicalContent, toHex } from "../src/record.ts";
import { genesisHead, nextHead } from "../src/segment-chain.ts";
import { newSigner, sha256, type TestSigner } from "./signer.ts";
import { MemoryTree } from "./tree.ts";

export const TENANT = "acme";
export const ORIGIN = `operator.example/${TENANT}`;
export const RUN = "run_1";
const AT = "2026-07-02T09:00:00.000Z";

/** What a record says, in canonical form, another one for every number. */
export function content(number: number, runId = RUN): string {
  return canonicalContent({
    timestamp: AT,
    event_type: "progress",
    deployment_mode: "local",
    actor: "harness",
    payload: { run_id: runId, note: `step <${number}> é`, number },
  });
}

/** A block of records as a run's log stores it. */
export function block(contents: readonly string[]): Uint8Array {
  return new TextEncoder().encode(contents.map((line) => `${line}\n`).join(""));
}

/** A tenant's log and the segments of its runs, kept as the service keeps them. */
export class TestLog {
  readonly tree = new MemoryTree();
  readonly old = newSigner();
  readonly active = newSigner();
  readonly #runs = new Map<string, { head: Uint8Array; segments: StoredSegment[] }>();
  readonly checkpoints: { note: string; size: number }[] = [];

  /** Appends a segment to a run. */
  segment(contents: readonly string[], runId = RUN): void {
    const run = this.#run(runId);
    const last = run.segments.at(-1);
    const body = block(contents);
    const firstSeq = last === undefined ? 1 : last.firstSeq + last.count;
    const segment = { firstSeq, count: contents.length, digest: sha256(body), body };
    run.segments.push(segment);
    run.head = nextHead(run.head, segment, sha256);
  }

  /** Enters the head of a run as it is. */
  logHead(runId = RUN): number {
    const { head, segments } = this.#run(runId);
    const last = segments.at(-1);
    const next_seq = last === undefined ? 1 : last.firstSeq + last.count;
    const body = { run_id: runId, head: toHex(head), next_seq, events: next_seq - 1, at: AT };
    return this.tree.append(entryText({ kind: "run_head", body }));
  }

  /** Signs the tree as it is. */
  async sign(signer: TestSigner = this.active): Promise<string> {
    const { size, root } = this.tree;
    const note = await signCheckpoint({ origin: ORIGIN, size, root }, signer);
    this.checkpoints.push({ note, size });
    return note;
  }

  segments(runId = RUN): StoredSegment[] {
    return this.#run(runId).segments;
  }

  entry(index: number): ProvedEntry {
    const proof = proveInclusion(index, this.tree.size, this.tree.read, sha256).map(toBase64);
    return { leaf: new TextDecoder().decode(this.tree.entries[index]), leaf_index: index, proof };
  }

  consistency(): BundleParts["consistency"] {
    return this.checkpoints
      .filter(({ size }) => size < this.tree.size)
      .map(({ note, size }) => ({
        checkpoint: note,
        proof: proveConsistency(size, this.tree.size, this.tree.read, sha256).map(toBase64),
      }));
  }

  keys(): BundleParts["keys"] {
    return [
      { vkey: formatVerifierKey(this.active.key), nbf: 1782982800 },
      { vkey: formatVerifierKey(this.old.key), exp: 1782982800 },
    ];
  }

  #run(runId: string) {
    const known = this.#runs.get(runId) ?? { head: genesisHead(TENANT, runId, sha256), segments: [] };
    this.#runs.set(runId, known);
    return known;
  }
}

export function policy(revision: number): BundlePolicy {
  const document = `version: "1.0"\n# revision ${revision} <\n`;
  const policy_digest = `sha256:${toHex(sha256(`meaning ${revision}`))}`;
  return {
    agent: "reporter",
    revision,
    policy_digest,
    document_digest: `sha256:${toHex(sha256(document))}`,
    document,
  };
}

/** The whole text of a bundle. */
export async function bundleText(parts: BundleParts, signer: TestSigner): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of writeBundle(parts, signer)) text += decoder.decode(bytes, { stream: true });
  return text;
}
