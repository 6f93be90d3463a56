import { createHmac } from "node:crypto";
import { type Candidate, formatApiKey, type PolicyPatch, type ReviewRules, type RunListItem } from "@operator/contract";
import type { PreviousRun } from "@operator/diagnosis";
import { callObject } from "./adapters/call-object.ts";
import { documentDigest } from "./adapters/digest.ts";
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
import type { ConfirmationDesk } from "./objects/confirmation-desk/object.ts";
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
  Text,
} from "./objects/confirmation-desk/results.ts";
import type { ListWanted } from "./objects/confirmation-desk/statements.ts";
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
import type {
  CreateKeyResult,
  DecisionFacts,
  NewKey,
  PutReviewRulesResult,
  TenantDirectory,
} from "./objects/tenant-directory/object.ts";
import type { NewPolicy, PutPolicyResult } from "./objects/tenant-directory/policies.ts";
import type { PolicyRow, RevisionRow, WhichRevision } from "./objects/tenant-directory/policy-statements.ts";
import type { RunEntry, RunFilter, RunPosition } from "./objects/tenant-directory/run-statements.ts";

/** The bindings of wrangler.toml, and the secrets beside them. Only this file reads them. */
export interface Env {
  RUN_LOG: DurableObjectNamespace<RunLog>;
  TENANT_DIRECTORY: DurableObjectNamespace<TenantDirectory>;
  CONFIRMATION_DESK: DurableObjectNamespace<ConfirmationDesk>;
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
  note(tenant: string, runId: string, notice: RunNotice): Promise<void>;
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
  reviewRules(tenant: string): Promise<ReviewRules>;
  putReviewRules(tenant: string, rules: ReviewRules): Promise<PutReviewRulesResult>;
  decisionFacts(tenant: string, keyIds: readonly string[], agent: string | undefined): Promise<DecisionFacts>;
}

/** The desks of tenants, where confirmations are opened, decided and redeemed. */
interface Desks {
  propose(tenant: string, proposal: NewProposal): Promise<ProposeResult>;
  decide(tenant: string, id: string, request: DecideRequest): Promise<DecideResult>;
  cancel(tenant: string, id: string, command: CancelCommand): Promise<CommandResult>;
  redeem(tenant: string, id: string, request: RedeemRequest, grantKey: string | undefined): Promise<RedeemResult>;
  report(tenant: string, id: string, command: ReportCommand): Promise<CommandResult>;
  get(tenant: string, id: string, viewer: string | undefined): Promise<Standing | undefined>;
  wait(tenant: string, id: string, tag: string | undefined, ms: number): Promise<Standing | undefined>;
  list(tenant: string, wanted: ListWanted): Promise<ListedStanding[]>;
  supersede(tenant: string, agent: string, policyDigest: string): Promise<void>;
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

/** What a desk may use. */
export interface DeskPorts {
  auditLog: AuditTrail;
  /** Who holds these keys now, and the digest of the agent's policy in force. */
  decisionFacts(tenant: string, keyIds: readonly string[], agent: string | undefined): Promise<DecisionFacts>;
  /** Stores the policy of an applied change; false when another revision has come between. */
  applyPolicy(tenant: string, candidate: Candidate, patch: PolicyPatch, id: string, executor: string): Promise<boolean>;
  tellRun(tenant: string, runId: string, notice: RunNotice): Promise<void>;
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
    note: (tenant, runId, notice) => callObject(log(tenant, runId), async (stub) => stub.note(notice)),
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
    reviewRules: (tenant) => callObject(directory(tenant), async (stub) => stub.reviewRules()),
    putReviewRules: (tenant, rules) => callObject(directory(tenant), async (stub) => stub.putReviewRules(rules)),
    decisionFacts: (tenant, keyIds, agent) =>
      callObject(directory(tenant), async (stub) => stub.decisionFacts(keyIds, agent)),
  };
}

/** What an object of ours wrote as JSON. */
async function read<Value>(text: Promise<Text<Value>>): Promise<Value> {
  return JSON.parse(await text) as Value;
}

function desks(env: Env): Desks {
  const desk = (tenant: string) => () => env.CONFIRMATION_DESK.getByName(tenant);
  const standing = async (text: Promise<Text<Standing> | undefined>): Promise<Standing | undefined> => {
    const json = await text;
    return json === undefined ? undefined : (JSON.parse(json) as Standing);
  };
  return {
    propose: (tenant, proposal) =>
      read(callObject(desk(tenant), async (stub) => stub.propose(tenant, JSON.stringify(proposal)))),
    decide: (tenant, id, request) => read(callObject(desk(tenant), async (stub) => stub.decide(id, request))),
    cancel: (tenant, id, command) => read(callObject(desk(tenant), async (stub) => stub.cancel(id, command))),
    // A redemption that was not answered is not tried again by itself: it may have been the one.
    redeem: async (tenant, id, request, key) => read(desk(tenant)().redeem(id, request, key)),
    report: (tenant, id, command) => read(callObject(desk(tenant), async (stub) => stub.report(id, command))),
    get: (tenant, id, viewer) => standing(callObject(desk(tenant), async (stub) => stub.get(id, viewer))),
    // A wait that goes on in another life of the object knows by the tag what the one before it had seen.
    wait: async (tenant, id, tag, ms) => {
      const until = Date.now() + ms;
      const seen = tag ?? (await standing(callObject(desk(tenant), async (stub) => stub.get(id, undefined))))?.tag;
      return standing(callObject(desk(tenant), async (stub) => stub.wait(id, seen, Math.max(until - Date.now(), 0))));
    },
    list: (tenant, wanted) => read(callObject(desk(tenant), async (stub) => stub.list(wanted))),
    supersede: (tenant, agent, digest) => callObject(desk(tenant), async (stub) => stub.supersede(agent, digest)),
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
    desks: desks(env),
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

/** The capabilities of a desk. */
export function deskPorts(env: Env): DeskPorts {
  return {
    auditLog: auditTrail(env),
    decisionFacts: directories(env).decisionFacts,
    tellRun: runLogs(env).note,
    applyPolicy: async (tenant, candidate, patch, confirmationId, executor) => {
      const { base_policy_digest: base, candidate_policy_digest: digest = "" } = candidate;
      const result = await directories(env).putPolicy(tenant, {
        agent: patch.agent,
        document: patch.policy_yaml,
        digest,
        documentDigest: documentDigest(patch.policy_yaml),
        createdBy: executor,
        confirmationId,
        onlyOver: base === undefined ? [] : [base],
      });
      return result.kind === "stored";
    },
  };
}

/** The capabilities of a tenant's log. */
export function auditLogPorts(env: Env): AuditLogPorts {
  return { signers: signersWith(env.AUDIT_SIGNING_KEYS), logName: env.AUDIT_LOG_NAME };
}
