import type { Tile } from "@operator/audit";
import type {
  Candidate,
  LegalHold,
  PolicyPatch,
  Retention,
  RetentionPurge,
  ReviewRules,
  RunListItem,
} from "@operator/contract";
import type { PreviousRun } from "@operator/diagnosis";
import type { Blobs, Cache } from "./adapters/blobs.ts";
import type { Signers } from "./adapters/signers.ts";
import type { Cursors } from "./cursor.ts";
import type { NewEntry } from "./objects/audit-log/entry.ts";
import type { ConsistencyResult, InclusionProof, LeafWanted, SignedCheckpoint } from "./objects/audit-log/object.ts";
import type { ProvenEntry, ProvenGrowth } from "./objects/audit-log/proven.ts";
import type {
  CancelCommand,
  CommandResult,
  DecideRequest,
  DecideResult,
  ListedStanding,
  NewProposal,
  ProposeResult,
  RedeemRequest,
  RedeemResult,
  ReportCommand,
  RunNotice,
  Standing,
} from "./objects/confirmation-desk/results.ts";
import type { Citing, ListWanted } from "./objects/confirmation-desk/statements.ts";
import type { AppendRequest, AppendResult, SourceLinks } from "./objects/run-log/append-request.ts";
import type { EvidenceFound, EvidenceWanted } from "./objects/run-log/evidence.ts";
import type { PurgeFacts, PurgeRequest } from "./objects/run-log/purge.ts";
import type { ChainedRecord } from "./objects/run-log/record-chain.ts";
import type {
  AnswerResult,
  CitedResult,
  DecisionsResult,
  DenialResult,
  FoldAnswer,
  TimelineResult,
} from "./objects/run-log/results.ts";
import type { SegmentPage } from "./objects/run-log/segment-page.ts";
import type { RunSnapshot } from "./objects/run-log/snapshot.ts";
import type { TimelinePosition } from "./objects/run-log/stored-events.ts";
import type { KeyRow } from "./objects/tenant-directory/key-statements.ts";
import type {
  CreateKeyResult,
  DecisionFacts,
  NewKey,
  PutReviewRulesResult,
} from "./objects/tenant-directory/object.ts";
import type { NewPolicy, PutPolicyResult } from "./objects/tenant-directory/policies.ts";
import type { PolicyRow, RevisionRow, WhichRevision } from "./objects/tenant-directory/policy-statements.ts";
import type { ProjectState } from "./objects/tenant-directory/project-state.ts";
import type { NewSnapshot, Validation } from "./objects/tenant-directory/project-statements.ts";
import type { AskedHold, Asker, ClaimResult, PutHoldResult } from "./objects/tenant-directory/retention.ts";
import type { RunEntry, RunFilter, RunPosition } from "./objects/tenant-directory/run-statements.ts";

/** The logs of runs, each named by its tenant and its run. */
export interface RunLogs {
  append(request: AppendRequest): Promise<AppendResult>;
  contradiction(tenant: string, runId: string, links: SourceLinks): Promise<number | undefined>;
  answer(tenant: string, runId: string, which: FoldAnswer): Promise<AnswerResult>;
  timeline(tenant: string, runId: string, after: TimelinePosition | undefined, limit: number): Promise<TimelineResult>;
  denial(tenant: string, runId: string, destination: string | undefined): Promise<DenialResult>;
  decisions(tenant: string, runId: string): Promise<DecisionsResult>;
  cited(tenant: string, runId: string, seqs: readonly number[]): Promise<CitedResult>;
  snapshot(tenant: string, runId: string): Promise<RunSnapshot | undefined>;
  segments(tenant: string, runId: string, from: number, until: number): Promise<SegmentPage>;
  recordsAt(tenant: string, runId: string, first: number, last: number): Promise<ChainedRecord[] | undefined>;
  nextSeq(tenant: string, runId: string): Promise<number | undefined>;
  /** What the run's log knows of what an evidence ref names; `undefined` for a run that the tenant does not have. */
  evidence(tenant: string, runId: string, wanted: EvidenceWanted): Promise<EvidenceFound | undefined>;
  note(tenant: string, runId: string, notice: RunNotice): Promise<void>;
  purgeFacts(tenant: string, runId: string): Promise<PurgeFacts | undefined>;
  purge(tenant: string, runId: string, request: PurgeRequest): Promise<void>;
}

/** The directories of tenants. */
export interface Directories {
  create(tenant: string): Promise<{ createdAt: number } | undefined>;
  authenticate(tenant: string, keyHash: string): Promise<KeyRow | undefined>;
  createKey(tenant: string, key: NewKey): Promise<CreateKeyResult>;
  listKeys(tenant: string, afterNumber: number, count: number): Promise<KeyRow[]>;
  revokeKey(tenant: string, keyId: string): Promise<KeyRow | undefined>;
  listRuns(
    tenant: string,
    filter: RunFilter,
    after: RunPosition | undefined,
    count: number,
  ): Promise<{ item: RunListItem; position: RunPosition }[]>;
  projectState(tenant: string, agent: string | undefined): Promise<ProjectState>;
  recordValidation(tenant: string, snapshot: NewSnapshot, validation: Omit<Validation, "validatedAt">): Promise<void>;
  hasSnapshot(tenant: string, digest: string): Promise<boolean>;
  putPolicy(tenant: string, policy: NewPolicy): Promise<PutPolicyResult>;
  policy(tenant: string, agent: string, which: WhichRevision): Promise<PolicyRow | undefined>;
  policyRevisions(tenant: string, agent: string, before: number, count: number): Promise<RevisionRow[]>;
  reviewRules(tenant: string): Promise<ReviewRules>;
  putReviewRules(tenant: string, rules: ReviewRules): Promise<PutReviewRulesResult>;
  decisionFacts(tenant: string, keyIds: readonly string[], agent: string | undefined): Promise<DecisionFacts>;
  retention(tenant: string): Promise<Retention>;
  putRetention(tenant: string, days: number, asker: Asker): Promise<Retention>;
  legalHold(tenant: string, runId: string): Promise<LegalHold | undefined>;
  putLegalHold(tenant: string, asked: AskedHold): Promise<PutHoldResult>;
  heldOf(tenant: string, runIds: readonly string[]): Promise<string[]>;
  claimPurge(tenant: string, confirmationId: string, purge: RetentionPurge): Promise<ClaimResult>;
}

/** The desks of tenants, where confirmations are opened, decided and redeemed. */
export interface Desks {
  propose(tenant: string, proposal: NewProposal): Promise<ProposeResult>;
  decide(tenant: string, id: string, request: DecideRequest): Promise<DecideResult>;
  cancel(tenant: string, id: string, command: CancelCommand): Promise<CommandResult>;
  redeem(tenant: string, id: string, request: RedeemRequest, grantKey: string | undefined): Promise<RedeemResult>;
  report(tenant: string, id: string, command: ReportCommand): Promise<CommandResult>;
  get(tenant: string, id: string, viewer: string | undefined): Promise<Standing | undefined>;
  wait(tenant: string, id: string, tag: string | undefined, ms: number): Promise<Standing | undefined>;
  list(tenant: string, wanted: ListWanted): Promise<ListedStanding[]>;
  citing(tenant: string, runId: string): Promise<Citing[]>;
  supersede(tenant: string, agent: string, policyDigest: string): Promise<void>;
}

/** Where a run's log enters itself into the index of its tenant. */
interface RunIndex {
  /** Enters the run, and answers the runs of its agent before it, the latest first. */
  publish(tenant: string, entry: RunEntry): Promise<PreviousRun[]>;
}

/** Where what may not be denied later is entered, before it is answered. */
export interface AuditTrail {
  /** Enters what is new into the tenant's log, and answers the position of each entry, new or not. */
  append(tenant: string, entries: readonly NewEntry[]): Promise<number[]>;
}

/** The logs of tenants. */
export interface AuditLogs extends AuditTrail {
  checkpoint(tenant: string): Promise<SignedCheckpoint>;
  proof(tenant: string, wanted: LeafWanted): Promise<InclusionProof | undefined>;
  consistency(tenant: string, oldSize: number): Promise<ConsistencyResult>;
  /** The entry of the first head that covers a position of a run, if one does. */
  covering(tenant: string, runId: string, seq: number): Promise<{ index: number; entry: Uint8Array } | undefined>;
  tile(tenant: string, tile: Tile): Promise<Uint8Array | undefined>;
  entriesAbout(tenant: string, subjects: readonly string[], after: number, size: number): Promise<ProvenEntry[]>;
  earlierHeads(tenant: string, runId: string, nextSeq: number, size: number): Promise<ProvenEntry[]>;
  growthBefore(tenant: string, size: number, count: number, trustedSize: number | undefined): Promise<ProvenGrowth[]>;
}

/** What a run's log may use. */
export interface RunLogPorts {
  index: RunIndex;
  auditLog: AuditTrail;
  blobs: Pick<Blobs, "deleteUnder">;
  evidenceCache: Pick<Cache, "deleteUnder">;
}

/** What a desk may use. */
export interface DeskPorts {
  auditLog: AuditTrail;
  /** Who holds these keys now, and the digest of the agent's policy in force. */
  decisionFacts(tenant: string, keyIds: readonly string[], agent: string | undefined): Promise<DecisionFacts>;
  /** Stores the policy of an applied change; false when another revision has come between. */
  applyPolicy(tenant: string, candidate: Candidate, patch: PolicyPatch, id: string, executor: string): Promise<boolean>;
  tellRun(tenant: string, runId: string, notice: RunNotice): Promise<void>;
  /** Lets an approved purge begin, or says why it may not. */
  claimPurge(tenant: string, confirmationId: string, purge: RetentionPurge): Promise<ClaimResult>;
  purgeRun(tenant: string, runId: string, request: PurgeRequest): Promise<void>;
}

/** What a tenant's directory may use. */
export interface DirectoryPorts {
  auditLog: AuditTrail;
  desks: Pick<Desks, "propose" | "list">;
  runs: Pick<RunLogs, "purgeFacts">;
  now(): number;
  randomBytes(count: number): Uint8Array;
}

/** What a tenant's log may use. */
export interface AuditLogPorts {
  signers: Signers;
  logName: string;
}

/** What the operations may use. */
export interface Ports {
  now(): number;
  randomBytes(count: number): Uint8Array;
  /** Makes a key for a tenant from random bytes. */
  mintKey(tenant: string, random: Uint8Array): string;
  /** Hex SHA-256 of the key that administers the deployment; empty when there is none. */
  deploymentKeyHash: string;
  cursors: Cursors;
  /** What signs checkpoints and receipts. */
  signers: Signers;
  /** The name of this deployment's logs, which signatures carry: the logs of its tenants are `<name>/<tenant>`. */
  logName: string;
  /** SHA-256 of a received body under a key of ours: unredacted bytes are never hashed in a way that others could repeat. */
  digestBody(bytes: Uint8Array): Uint8Array;
  runs: RunLogs;
  directories: Directories;
  auditLogs: AuditLogs;
  desks: Desks;
  /** What is too large for an object: attached evidence and snapshots of projects. */
  blobs: Blobs;
  /** Resolved evidence, which can be resolved again. */
  evidenceCache: Cache;
}
