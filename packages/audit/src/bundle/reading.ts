import { RunHead, Timestamp } from "@operator/contract";
import * as z from "zod";
import { toBase64 } from "../base64.ts";
import { webCryptoEd25519 } from "../checkpoint/ed25519.ts";
import { parseVerifierKey } from "../checkpoint/note-key.ts";
import { type NewSha256, portableSha256, wholeSha256 } from "../hash/sha256.ts";
import { type Sha256, toHex } from "../record.ts";
import { Checkpoints } from "./checkpoints.ts";
import type { Findings } from "./finding.ts";
import {
  BUNDLE_FORMAT,
  BundleKey,
  BundlePolicy,
  BundleReceipt,
  EarlierCheckpoint,
  type ListName,
  ProvedEntry,
} from "./format.ts";
import { isObject, readLeaf } from "./leaf.ts";
import type { LineReader } from "./line-reader.ts";
import { MemberReader } from "./member-reader.ts";
import type { BundleFacts, VerifyBundleOptions } from "./options.ts";
import { type Redemption, verifyReceipt } from "./receipts.ts";
import { RunHeads } from "./run-heads.ts";
import { verifySeal } from "./seal-check.ts";
import { SegmentReader } from "./segments.ts";
import { Signatures } from "./signatures.ts";

/** Redemptions that are remembered for the receipts behind them; a run cites a handful. */
const MAX_HELD_REDEMPTIONS = 10_000;

/** Elements of a list that are remembered, to tell one that came twice from one that was moved. */
const MAX_HELD_KEYS = 1000;

/** Reads a bundle from its first line to its last, and holds each member against those before it. */
export class BundleReading {
  readonly facts: BundleFacts = { segments: 0, records: 0, purged: 0, signers: [] };
  readonly #findings: Findings;
  readonly #options: VerifyBundleOptions;
  readonly #reader: MemberReader;
  readonly #begin: NewSha256;
  readonly #sha256: Sha256;
  readonly #signatures: Signatures;
  readonly #redemptions = new Map<number, Redemption>();

  constructor(lines: LineReader, options: VerifyBundleOptions, findings: Findings) {
    this.#options = options;
    this.#findings = findings;
    this.#begin = options.sha256 ?? portableSha256;
    this.#sha256 = wholeSha256(this.#begin);
    this.#reader = new MemberReader(lines, findings, this.#begin);
    this.#signatures = new Signatures(this.#sha256, options.verifyEd25519 ?? webCryptoEd25519);
  }

  /** Reads all of it. @throws Unreadable where the structure ends */
  async read(): Promise<void> {
    const reader = this.#reader;
    await reader.single("format", z.literal(BUNDLE_FORMAT));
    const origin = await this.#named("origin", this.#options.origin, "other_log");
    const runId = await this.#named("run_id", this.#options.runId, "other_run");
    const exportedAt = await reader.single("exported_at", Timestamp);
    Object.assign(this.facts, { origin, runId, exportedAt });
    await this.#keys(origin);
    const checkpoints = await this.#checkpoints(origin);
    const heads = new RunHeads(origin, runId, this.#sha256);
    await this.#lastHead(heads, checkpoints, runId);
    await this.#policies();
    await this.#entries(heads, checkpoints, runId);
    await this.#receipts(origin);
    const segments = new SegmentReader(reader, heads, this.#begin);
    await segments.read().finally(() => Object.assign(this.facts, segments.counts));
    reader.meter.end();
    await verifySeal(reader, { origin, runId, signatures: this.#signatures });
    await reader.end();
    this.facts.signers = [...this.#signatures.signers];
  }

  /** A member that names something, which may have to be one that is asked for. */
  async #named(name: "origin" | "run_id", wanted: unknown, code: "other_log" | "other_run"): Promise<string> {
    const value = await this.#reader.single(name, z.string().min(1));
    if (wanted !== undefined && value !== undefined && value !== wanted) this.#findings.add(code, `/${name}`);
    return value ?? "";
  }

  async #keys(origin: string): Promise<void> {
    const { trustedKeys } = this.#options;
    for (const vkey of trustedKeys ?? []) {
      if (!this.#signatures.addKey(String(vkey), origin)) this.#findings.add("malformed", "trustedKeys");
    }
    for await (const { value, position } of this.#reader.list("keys", BundleKey)) {
      const isKey = parseVerifierKey(value.vkey, this.#sha256) !== undefined;
      if (!isKey) this.#findings.add("malformed", position);
      else if (trustedKeys === undefined) this.#signatures.addKey(value.vkey, origin);
    }
  }

  async #checkpoints(origin: string): Promise<Checkpoints> {
    const checkpoints = new Checkpoints({
      origin,
      findings: this.#findings,
      signatures: this.#signatures,
      sha256: this.#sha256,
    });
    await checkpoints.take((await this.#reader.single("checkpoint", z.string())) ?? "");
    const { current } = checkpoints;
    if (current !== undefined) this.facts.checkpoint = { size: current.size, root: toBase64(current.root) };
    if (this.#options.trustedCheckpoint !== undefined) checkpoints.trust(this.#options.trustedCheckpoint);
    const inOrder = this.#order("consistency", ascending);
    for await (const { value, position, index } of this.#reader.list("consistency", EarlierCheckpoint)) {
      const size = await checkpoints.earlier(value, position);
      if (size !== undefined) inOrder(size, index);
    }
    checkpoints.settleTrust();
    return checkpoints;
  }

  /** The head that the segments have to end at. */
  async #lastHead(heads: RunHeads, checkpoints: Checkpoints, runId: string): Promise<void> {
    const entry = await this.#reader.single("head", ProvedEntry);
    if (entry === undefined) return;
    checkpoints.entry(entry, "/head");
    const leaf = readLeaf(entry.leaf);
    const head = RunHead.safeParse(leaf?.body);
    if (leaf?.kind !== "run_head" || !head.success) this.#findings.add("malformed", "/head");
    else if (head.data.run_id !== runId) this.#findings.add("other_run", "/head");
    else heads.last(head.data);
  }

  async #policies(): Promise<void> {
    const inOrder = this.#order("policies", byAgentAndRevision);
    for await (const { value, position, index } of this.#reader.list("policies", BundlePolicy)) {
      inOrder(value, index);
      const digest = `sha256:${toHex(this.#sha256(value.document))}`;
      if (digest !== value.document_digest) this.#findings.add("modified", position);
    }
  }

  async #entries(heads: RunHeads, checkpoints: Checkpoints, runId: string): Promise<void> {
    const inOrder = this.#order("entries", ascending);
    for await (const { value, position, index } of this.#reader.list("entries", ProvedEntry)) {
      inOrder(value.leaf_index, index);
      checkpoints.entry(value, position);
      const leaf = readLeaf(value.leaf);
      if (leaf === undefined) {
        this.#findings.add("malformed", position);
        continue;
      }
      const head = leaf.kind === "run_head" ? RunHead.safeParse(leaf.body) : undefined;
      if (head?.success === true && head.data.run_id === runId) heads.earlier(head.data, position);
      const { event_type: type, payload } = leaf.body;
      if (leaf.kind !== "confirmation" || type !== "grant_redeemed" || !isObject(payload)) continue;
      if (this.#redemptions.size >= MAX_HELD_REDEMPTIONS) continue;
      const { nonce, confirmation_id: confirmationId, candidate_digest: candidateDigest } = payload;
      this.#redemptions.set(value.leaf_index, { nonce, confirmationId, candidateDigest });
    }
  }

  async #receipts(origin: string): Promise<void> {
    const inOrder = this.#order("receipts", ascending);
    const context = {
      origin,
      redemptions: this.#redemptions,
      signatures: this.#signatures,
      findings: this.#findings,
    };
    for await (const { value, position, index } of this.#reader.list("receipts", BundleReceipt)) {
      const entryIndex = await verifyReceipt(value, position, context);
      if (entryIndex !== undefined) inOrder(entryIndex, index);
    }
  }

  /** Holds each element of a list against those before: the one behind its place is named, or the one that came twice. */
  #order<Key>(name: ListName, compare: (a: Key, b: Key) => number): (key: Key, index: number) => void {
    const keys: Key[] = [];
    return (key, index) => {
      const last = keys.at(-1);
      const order = last === undefined ? -1 : compare(last, key);
      const isKnown = order === 0 || (order > 0 && keys.some((known) => compare(known, key) === 0));
      if (isKnown) this.#findings.add("inserted", `/${name}/${index}`);
      else if (order > 0) this.#findings.add("reordered", `/${name}/${index - 1}`);
      // What came twice does not move the place of what follows.
      if (!isKnown && keys.push(key) > MAX_HELD_KEYS) keys.shift();
    };
  }
}

const ascending = (a: number, b: number): number => a - b;

function byAgentAndRevision(a: BundlePolicy, b: BundlePolicy): number {
  if (a.agent === b.agent) return a.revision - b.revision;
  return a.agent < b.agent ? -1 : 1;
}
