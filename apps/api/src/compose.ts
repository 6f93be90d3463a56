import { createHmac } from "node:crypto";
import { formatApiKey, type RunListItem } from "@operator/contract";
import type { PreviousRun } from "@operator/diagnosis";
import { callObject } from "./adapters/call-object.ts";
import { type Signers, signersWith } from "./adapters/signers.ts";
import { type Cursors, cursorsWith } from "./cursor.ts";
import type { NewEntry } from "./objects/audit-log/entry.ts";
import type {
  AuditLog,
  ConsistencyResult,
  InclusionProof,
  LeafWanted,
  SignedCheckpoint,
} from "./objects/audit-log/object.ts";
import type { AppendRequest, AppendResult } from "./objects/run-log/append-request.ts";
import type {
  AnswerResult,
  CitedResult,
  DecisionsResult,
  DenialResult,
  FoldAnswer,
  RunLog,
  TimelineResult,
} from "./objects/run-log/object.ts";
import type { TimelinePosition } from "./objects/run-log/stored-events.ts";
import type { KeyRow } from "./objects/tenant-directory/key-statements.ts";
import type { CreateKeyResult, NewKey, TenantDirectory } from "./objects/tenant-directory/object.ts";
import type { NewPolicy, PutPolicyResult } from "./objects/tenant-directory/policies.ts";
import type { PolicyRow, RevisionRow, WhichRevision } from "./objects/tenant-directory/policy-statements.ts";
import type { RunEntry, RunFilter, RunPosition } from "./objects/tenant-directory/run-statements.ts";

/** The bindings of wrangler.toml, and the secrets beside them. Only this file reads them. */
export interface Env {
  RUN_LOG: DurableObjectNamespace<RunLog>;
  TENANT_DIRECTORY: DurableObjectNamespace<TenantDirectory>;
  AUDIT_LOG: DurableObjectNamespace<AuditLog>;
  OPERATOR_ENV: string;
  DEPLOYMENT_ADMIN_KEY_SHA256: string;
  CURSOR_SECRET: string;
  AUDIT_LOG_NAME: string;
  AUDIT_SIGNING_KEYS: string;
}

/** The logs of runs, each named by its tenant and its run. */
interface RunLogs {
  append(request: AppendRequest): Promise<AppendResult>;
  answer(tenant: string, runId: string, which: FoldAnswer): Promise<AnswerResult>;
  timeline(tenant: string, runId: string, after: TimelinePosition | undefined, limit: number): Promise<TimelineResult>;
  denial(tenant: string, runId: string, destination: string | undefined): Promise<DenialResult>;
  decisions(tenant: string, runId: string): Promise<DecisionsResult>;
  cited(tenant: string, runId: string, seqs: readonly number[]): Promise<CitedResult>;
  nextSeq(tenant: string, runId: string): Promise<number | undefined>;
}

/** The directories of tenants. */
interface Directories {
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
  latestFailure(tenant: string): Promise<RunListItem | undefined>;
  putPolicy(tenant: string, policy: NewPolicy): Promise<PutPolicyResult>;
  policy(tenant: string, agent: string, which: WhichRevision): Promise<PolicyRow | undefined>;
  policyRevisions(tenant: string, agent: string, before: number, count: number): Promise<RevisionRow[]>;
}

/** Where a run's log enters itself into the index of its tenant. */
interface RunIndex {
  /** Enters the run, and answers the runs of its agent before it, the latest first. */
  publish(tenant: string, entry: RunEntry): Promise<PreviousRun[]>;
}

/** Where what may not be denied later is entered, before it is answered. */
interface AuditTrail {
  /** Enters what is new into the tenant's log, and answers the position of each entry, new or not. */
  append(tenant: string, entries: readonly NewEntry[]): Promise<number[]>;
}

/** The logs of tenants. */
interface AuditLogs extends AuditTrail {
  checkpoint(tenant: string): Promise<SignedCheckpoint>;
  proof(tenant: string, wanted: LeafWanted): Promise<InclusionProof | undefined>;
  consistency(tenant: string, oldSize: number): Promise<ConsistencyResult>;
}

/** What a run's log may use. */
export interface RunLogPorts {
  index: RunIndex;
  auditLog: AuditTrail;
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
}

/** Object names: a tenant id has no slash, so no two pairs of tenant and run share a name. */
function runLogs(env: Env): RunLogs {
  const log = (tenant: string, runId: string) => () => env.RUN_LOG.getByName(`${tenant}/${runId}`);
  return {
    append: (request) => callObject(log(request.tenant, request.runId), async (stub) => stub.append(request)),
    answer: (tenant, runId, which) => callObject(log(tenant, runId), async (stub) => stub.answer(which)),
    timeline: (tenant, runId, after, limit) =>
      callObject(log(tenant, runId), async (stub) => stub.timeline(after, limit)),
    denial: (tenant, runId, destination) => callObject(log(tenant, runId), async (stub) => stub.denial(destination)),
    decisions: (tenant, runId) => callObject(log(tenant, runId), async (stub) => stub.decisions()),
    cited: (tenant, runId, seqs) => callObject(log(tenant, runId), async (stub) => stub.cited(seqs)),
    nextSeq: (tenant, runId) => callObject(log(tenant, runId), async (stub) => stub.nextSeq()),
  };
}

function directories(env: Env): Directories {
  const directory = (tenant: string) => () => env.TENANT_DIRECTORY.getByName(tenant);
  return {
    create: (tenant) => callObject(directory(tenant), async (stub) => stub.create(tenant)),
    authenticate: (tenant, hash) => callObject(directory(tenant), async (stub) => stub.authenticate(hash)),
    createKey: (tenant, key) => env.TENANT_DIRECTORY.getByName(tenant).createKey(key),
    listKeys: (tenant, after, count) => callObject(directory(tenant), async (stub) => stub.listKeys(after, count)),
    revokeKey: (tenant, keyId) => callObject(directory(tenant), async (stub) => stub.revokeKey(keyId)),
    listRuns: (tenant, filter, after, count) =>
      callObject(directory(tenant), async (stub) => stub.listRuns(filter, after, count)),
    latestFailure: (tenant) => callObject(directory(tenant), async (stub) => stub.latestFailure()),
    putPolicy: (tenant, policy) => callObject(directory(tenant), async (stub) => stub.putPolicy(policy)),
    policy: (tenant, agent, which) => callObject(directory(tenant), async (stub) => stub.policy(agent, which)),
    policyRevisions: (tenant, agent, before, count) =>
      callObject(directory(tenant), async (stub) => stub.policyRevisions(agent, before, count)),
  };
}

function auditTrail(env: Env): AuditTrail {
  return {
    append: (tenant, entries) =>
      callObject(
        () => env.AUDIT_LOG.getByName(tenant),
        async (stub) => stub.append(entries),
      ),
  };
}

function auditLogs(env: Env): AuditLogs {
  const log = (tenant: string) => () => env.AUDIT_LOG.getByName(tenant);
  return {
    ...auditTrail(env),
    checkpoint: (tenant) => callObject(log(tenant), async (stub) => stub.checkpoint(tenant)),
    proof: (tenant, wanted) => callObject(log(tenant), async (stub) => stub.proof(tenant, wanted)),
    consistency: (tenant, oldSize) => callObject(log(tenant), async (stub) => stub.consistency(tenant, oldSize)),
  };
}

/** The capabilities of the Worker. */
export function compose(env: Env): Ports {
  return {
    now: () => Date.now(),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    mintKey: (tenant, random) => formatApiKey({ env: env.OPERATOR_ENV, tenant, random }),
    deploymentKeyHash: env.DEPLOYMENT_ADMIN_KEY_SHA256,
    cursors: cursorsWith(env.CURSOR_SECRET),
    signers: signersWith(env.AUDIT_SIGNING_KEYS),
    logName: env.AUDIT_LOG_NAME,
    digestBody: (bytes) => createHmac("sha256", `body digest ${env.CURSOR_SECRET}`).update(bytes).digest(),
    runs: runLogs(env),
    directories: directories(env),
    auditLogs: auditLogs(env),
  };
}

/** The capabilities of a run's log. */
export function runLogPorts(env: Env): RunLogPorts {
  return {
    auditLog: auditTrail(env),
    index: {
      publish: async (tenant, entry) =>
        callObject(
          () => env.TENANT_DIRECTORY.getByName(tenant),
          async (stub) => stub.publishRun(entry),
        ),
    },
  };
}

/** The capabilities of a tenant's log. */
export function auditLogPorts(env: Env): AuditLogPorts {
  return { signers: signersWith(env.AUDIT_SIGNING_KEYS), logName: env.AUDIT_LOG_NAME };
}
