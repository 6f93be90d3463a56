import { DurableObject } from "cloudflare:workers";
import {
  type CompactRange,
  EMPTY_RANGE,
  noteKey,
  proveConsistency,
  proveInclusion,
  rangeRoot,
  readRange,
  signCheckpoint,
  type Tile,
  toHex,
  treeRoot,
} from "@operator/audit";
import { sha256 } from "../../adapters/sha256.ts";
import { auditLogPorts, type Env } from "../../compose.ts";
import type { AuditLogPorts } from "../../ports.ts";
import { isInitialised, migrate } from "../migrate.ts";
import { leafOf, type NewEntry, type NewLeaf } from "./entry.ts";
import { migrations } from "./migrations/index.ts";
import { earlierHeads, entriesAbout, growthBefore, type ProvenEntry, type ProvenGrowth } from "./proven.ts";
import * as statements from "./statements.ts";
import { appendLeaves, nodesOf, tileOf } from "./tree.ts";

/** A checkpoint with its parts; the time in milliseconds since 1970. */
export interface SignedCheckpoint {
  note: string;
  origin: string;
  size: number;
  root: Uint8Array;
  signedAt: number;
}

/** Which leaf is asked for: the one at an index, or the first head of a run that covers a position of it. */
export type LeafWanted = { index: number } | { runId: string; seq: number };

/** A leaf with its way up to the root of a checkpoint. */
export interface InclusionProof {
  leafIndex: number;
  entry: Uint8Array;
  proof: Uint8Array[];
  checkpoint: SignedCheckpoint;
}

export type ConsistencyResult =
  | { kind: "proof"; proof: Uint8Array[]; checkpoint: SignedCheckpoint }
  | { kind: "size_not_reached" };

/** A leaf with what it holds. */
export interface Entry {
  index: number;
  kind: string;
  entry: Uint8Array;
}

/**
 * The log of a tenant: a Merkle tree over what may not be denied later, and its signed checkpoints. One object a tenant,
 * named by the tenant, and the one writer of its tree. Entries are durable before their positions are answered; only what
 * is durable is signed; and a size is signed once, whichever key signs by then. An object that was only asked stores
 * nothing.
 */
export class AuditLog extends DurableObject<Env> {
  private readonly sql: SqlStorage;
  private readonly ports: AuditLogPorts;
  private range: CompactRange = EMPTY_RANGE;
  private latest: statements.CheckpointRow | undefined;
  /** Entries of the next commit, and that commit once it is due. */
  private waiting: NewLeaf[] = [];
  private commit: Promise<number[]> | undefined;
  /** The checkpoint that is being signed, and the one behind it, which all share who ask meanwhile. */
  private signing: Promise<unknown> = Promise.resolve();
  private nextSigning: Promise<SignedCheckpoint> | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    this.ports = auditLogPorts(env);
    if (!isInitialised(this.sql)) return;
    // A later version of the schema is applied when the object wakes.
    ctx.storage.transactionSync(() => migrate(this.sql, migrations));
    this.range = readRange(statements.readSize(this.sql), nodesOf(this.sql));
    this.latest = statements.latestCheckpoint(this.sql);
  }

  /**
   * Enters what is new, and answers where each entry is. Entries that arrive together are committed together; those of one
   * call are entered together or not at all.
   *
   * @throws RangeError when an entry is too large; nothing of the call is entered then
   */
  async append(entries: readonly NewEntry[]): Promise<number[]> {
    const leaves = entries.map(leafOf);
    if (leaves.length === 0) return [];
    const first = this.waiting.length;
    this.waiting.push(...leaves);
    this.commit ??= this.commitNextTurn();
    return (await this.commit).slice(first, first + leaves.length);
  }

  /** The checkpoint of the tree as it is: signed now, unless its size was signed before. */
  checkpoint(tenant: string): Promise<SignedCheckpoint> {
    this.nextSigning ??= this.signAfter(this.signing, `${this.ports.logName}/${tenant}`);
    return this.nextSigning;
  }

  /** Proves that a leaf is in the tree of the current checkpoint; `undefined` when there is no such leaf. */
  async proof(tenant: string, wanted: LeafWanted): Promise<InclusionProof | undefined> {
    if (this.range.size === 0) return undefined;
    const index = "index" in wanted ? wanted.index : statements.headCovering(this.sql, wanted.runId, wanted.seq);
    const leaf = index === undefined ? undefined : statements.leafAt(this.sql, index);
    if (leaf === undefined) return undefined;
    const checkpoint = await this.checkpoint(tenant);
    const proof = proveInclusion(leaf.leaf_index, checkpoint.size, nodesOf(this.sql), sha256);
    return { leafIndex: leaf.leaf_index, entry: leaf.entry, proof, checkpoint };
  }

  /** Proves that the tree of an earlier size is the beginning of the one of the current checkpoint. */
  async consistency(tenant: string, oldSize: number): Promise<ConsistencyResult> {
    if (oldSize > this.range.size) return { kind: "size_not_reached" };
    const checkpoint = await this.checkpoint(tenant);
    const proof = proveConsistency(oldSize, checkpoint.size, nodesOf(this.sql), sha256);
    return { kind: "proof", proof, checkpoint };
  }

  /** The entry of the first head that covers a position of a run, if one does. Signs nothing. */
  covering(runId: string, seq: number): { index: number; entry: Uint8Array } | undefined {
    const index = this.range.size === 0 ? undefined : statements.headCovering(this.sql, runId, seq);
    const leaf = index === undefined ? undefined : statements.leafAt(this.sql, index);
    return leaf === undefined ? undefined : { index: leaf.leaf_index, entry: leaf.entry };
  }

  /** Entries about confirmations or runs behind an index, proven in the tree of a signed size; see `entriesAbout`. */
  entriesAbout(subjects: readonly string[], after: number, size: number): ProvenEntry[] {
    return this.range.size === 0 ? [] : entriesAbout(this.sql, subjects, after, size);
  }

  /** The heads that a run had before a position, proven in the tree of a signed size; see `earlierHeads`. */
  earlierHeads(runId: string, nextSeq: number, size: number): ProvenEntry[] {
    return this.range.size === 0 ? [] : earlierHeads(this.sql, runId, nextSeq, size);
  }

  /** That earlier trees are the beginning of the one of a signed size; see `growthBefore`. */
  growthBefore(size: number, count: number, trustedSize: number | undefined): ProvenGrowth[] {
    return this.range.size === 0 ? [] : growthBefore(this.sql, size, count, trustedSize);
  }

  /** A tile of the tree as it was signed last: what is not signed may still be lost, and who has a tile keeps it. */
  tile(tile: Tile): Uint8Array | undefined {
    return this.latest === undefined ? undefined : tileOf(this.sql, tile, this.latest.size);
  }

  /** Entries in order, from an index on. */
  entries(from: number, count: number): Entry[] {
    if (this.range.size === 0) return [];
    return statements
      .leavesFrom(this.sql, from, count)
      .map(({ leaf_index: index, kind, entry }) => ({ index, kind, entry }));
  }

  /** Lets the entries that are on their way arrive, then enters them all in one transaction. */
  private async commitNextTurn(): Promise<number[]> {
    await scheduler.wait(0);
    const leaves = this.waiting;
    this.waiting = [];
    this.commit = undefined;
    const { positions, range } = this.ctx.storage.transactionSync(() => {
      if (this.range.size === 0) migrate(this.sql, migrations);
      return appendLeaves(this.sql, this.range, leaves, Date.now());
    });
    this.range = range;
    return positions;
  }

  /** Signs what the tree is once the signing before is done, however it went. */
  private async signAfter(before: Promise<unknown>, origin: string): Promise<SignedCheckpoint> {
    await Promise.allSettled([before]);
    this.signing = this.nextSigning ?? Promise.resolve();
    this.nextSigning = undefined;
    return this.sign(origin);
  }

  private async sign(origin: string): Promise<SignedCheckpoint> {
    const { range } = this;
    if (this.latest?.size !== range.size) {
      // What was committed a moment ago may be lost with the power; what is signed may not.
      await this.ctx.storage.sync();
      this.checkGrowth();
      const row = await this.signedRow(origin, range);
      // Nothing to sign yet is nothing to store: the root of an empty tree is a constant.
      if (range.size === 0) return { ...row, origin, signedAt: row.signed_at };
      statements.insertCheckpoint(this.sql, row);
      this.latest = row;
    }
    if (this.latest === undefined) throw new Error("a checkpoint was signed and is not there");
    const { note, size, root, signed_at: signedAt } = this.latest;
    return { note, origin, size, root, signedAt };
  }

  private async signedRow(origin: string, range: CompactRange): Promise<statements.CheckpointRow> {
    const now = Date.now();
    const signer = this.ports.signers.active(now);
    const root = rangeRoot(range, sha256);
    const key = noteKey(this.ports.logName, signer.publicKey, sha256);
    const note = await signCheckpoint({ origin, size: range.size, root }, { key, sign: signer.sign });
    return { size: range.size, root, note, signed_at: now };
  }

  /** Refuses to sign a tree that does not begin with the one that was signed last. */
  private checkGrowth(): void {
    if (this.latest === undefined) return;
    const { size, root } = this.latest;
    const grown = size <= this.range.size && toHex(treeRoot(size, nodesOf(this.sql), sha256)) === toHex(root);
    if (!grown) throw new Error("the tree does not begin with the one that was signed last");
  }
}
