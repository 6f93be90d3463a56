import { createHash } from "node:crypto";
import {
  type BundleKey,
  type BundleParts,
  type BundlePolicy,
  formatVerifierKey,
  noteKey,
  type ProvedEntry,
  toBase64,
  writeBundle,
} from "@operator/audit";
import { limits } from "@operator/contract";
import * as z from "zod";
import { documentDigest } from "../adapters/digest.ts";
import { sha256 } from "../adapters/sha256.ts";
import { signReceipt } from "../confirmations/receipt.ts";
import type { SignedCheckpoint } from "../objects/audit-log/object.ts";
import type { ProvenEntry } from "../objects/audit-log/proven.ts";
import type { Citing } from "../objects/confirmation-desk/statements.ts";
import type { RunSnapshot } from "../objects/run-log/snapshot.ts";
import type { PolicyRow } from "../objects/tenant-directory/policy-statements.ts";
import type { Ports } from "../ports.ts";
import { type Refusal, refuse } from "../refusal.ts";
import { segmentsOf } from "./segments.ts";

/** The run that is exported, as it was when the export began. */
export interface ExportedRun {
  tenant: string;
  runId: string;
  snapshot: RunSnapshot;
}

const decoder = new TextDecoder();

function provedEntry({ leafIndex, entry, proof }: ProvenEntry): ProvedEntry {
  return { leaf: decoder.decode(entry), leaf_index: leafIndex, proof: proof.map(toBase64) };
}

function publishedKeys({ signers, logName }: Ports): BundleKey[] {
  return signers.publicKeys.map(({ publicKey, nbf, exp }) => ({
    vkey: formatVerifierKey(noteKey(logName, publicKey, sha256)),
    ...(nbf === undefined ? {} : { nbf }),
    ...(exp === undefined ? {} : { exp }),
  }));
}

const RefusedCommand = z.object({
  kind: z.literal("confirmation"),
  body: z.object({ event_type: z.literal("confirmation_refused") }),
});

/** What changed nothing is no part of how a run's confirmations came to be what they are. */
function isRefusedCommand(leaf: string): boolean {
  return RefusedCommand.safeParse(JSON.parse(leaf)).success;
}

/** What else the log says of the run, and of the confirmations that cite it, in its order. */
async function entriesOf(
  { tenant, runId, snapshot }: ExportedRun,
  citing: readonly Citing[],
  size: number,
  { auditLogs }: Ports,
) {
  const subjects = [runId, ...citing.map(({ confirmation_id }) => confirmation_id)];
  const entries = (await auditLogs.earlierHeads(tenant, runId, snapshot.nextSeq, size)).map(provedEntry);
  for (let after = -1, isMore = true; isMore; ) {
    const page = await auditLogs.entriesAbout(tenant, subjects, after, size);
    entries.push(...page.map(provedEntry).filter(({ leaf }) => !isRefusedCommand(leaf)));
    after = page.at(-1)?.leafIndex ?? after;
    isMore = page.length > 0;
  }
  return entries.toSorted((a, b) => a.leaf_index - b.leaf_index);
}

/** The receipts of the grants that were redeemed before the checkpoint, in the order of the log. */
async function receiptsOf(
  { tenant }: ExportedRun,
  citing: readonly Citing[],
  size: number,
  ports: Ports,
): Promise<string[]> {
  const receipts: string[] = [];
  const redeemed = citing.flatMap(({ confirmation_id: id, redeemed_at_index: index }) =>
    index === null || index >= size ? [] : [{ id, index }],
  );
  for (const { id, index } of redeemed.toSorted((a, b) => a.index - b.index)) {
    const standing = await ports.desks.get(tenant, id, undefined);
    if (standing !== undefined) receipts.push(await signReceipt(standing.state, index, ports));
  }
  return receipts;
}

/** The policies that the run names, as far as they are stored. */
async function policiesOf({ tenant, snapshot }: ExportedRun, { directories }: Ports): Promise<BundlePolicy[]> {
  const { agent, policyDigests } = snapshot;
  if (agent === undefined) return [];
  const rows = await Promise.all(
    policyDigests.map((digest) => directories.policy(tenant, agent, { kind: "digest", digest })),
  );
  const byRevision = new Map(rows.filter((row) => row !== undefined).map((row) => [row.revision, row]));
  return [...byRevision.values()].toSorted((a, b) => a.revision - b.revision).map(bundlePolicy);
}

function bundlePolicy({ agent, revision, digest, document }: PolicyRow): BundlePolicy {
  return { agent, revision, policy_digest: digest, document_digest: documentDigest(document), document };
}

/** Proofs from trees that were signed before, or why there is none from the one that somebody trusts. */
async function consistencyOf(
  tenant: string,
  { size }: SignedCheckpoint,
  trustedSize: number | undefined,
  { auditLogs }: Ports,
) {
  if (trustedSize !== undefined && trustedSize > size) {
    return refuse("size_not_reached", "The log is smaller than the trusted size: it was cut, or it is another log.");
  }
  const growth = await auditLogs.growthBefore(tenant, size, limits.MAX_EARLIER_CHECKPOINTS, trustedSize);
  const isThere =
    trustedSize === undefined || trustedSize === size || growth.some(({ oldSize }) => oldSize === trustedSize);
  if (!isThere) return refuse("invalid_request", "No checkpoint of the trusted size was ever signed.");
  return growth.map(({ note, proof }) => ({ checkpoint: note, proof: proof.map(toBase64) }));
}

/**
 * Everything that proves a run, as a bundle that is written while it is read. The head of the snapshot is in the tenant's
 * log; all that is proven is proven in one checkpoint.
 */
export async function bundleOf(
  run: ExportedRun,
  trustedSize: number | undefined,
  ports: Ports,
): Promise<AsyncIterable<Uint8Array> | Refusal> {
  const { tenant, runId, snapshot } = run;
  const found = await ports.auditLogs.proof(tenant, { runId, seq: snapshot.nextSeq - 1 });
  if (found === undefined) throw new Error("the head of a run was entered and is not in the log");
  const { checkpoint, ...head } = found;
  const consistency = await consistencyOf(tenant, checkpoint, trustedSize, ports);
  if ("refused" in consistency) return consistency;
  const citing = await ports.desks.citing(tenant, runId);
  const now = ports.now();
  const parts: BundleParts = {
    origin: checkpoint.origin,
    runId,
    exportedAt: new Date(now).toISOString(),
    keys: publishedKeys(ports),
    checkpoint: checkpoint.note,
    consistency,
    head: provedEntry(head),
    policies: await policiesOf(run, ports),
    entries: await entriesOf(run, citing, checkpoint.size, ports),
    receipts: await receiptsOf(run, citing, checkpoint.size, ports),
    segments: segmentsOf(tenant, runId, snapshot.nextSeq, ports),
  };
  const signer = ports.signers.active(now);
  const key = noteKey(ports.logName, signer.publicKey, sha256);
  return writeBundle(parts, { key, sign: signer.sign }, () => createHash("sha256"));
}
