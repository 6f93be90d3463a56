import { createHmac } from "node:crypto";
import { formatApiKey } from "@operator/contract";
import { blobsIn, cacheIn } from "./adapters/blobs.ts";
import { callObject } from "./adapters/call-object.ts";
import { documentDigest } from "./adapters/digest.ts";
import { signersWith } from "./adapters/signers.ts";
import { cursorsWith } from "./cursor.ts";
import type { AuditLog } from "./objects/audit-log/object.ts";
import type { ConfirmationDesk } from "./objects/confirmation-desk/object.ts";
import type { Standing, Text } from "./objects/confirmation-desk/results.ts";
import type { EvidenceFound } from "./objects/run-log/evidence.ts";
import type { RunLog } from "./objects/run-log/object.ts";
import type { TenantDirectory } from "./objects/tenant-directory/object.ts";
import type {
  AuditLogPorts,
  AuditLogs,
  AuditTrail,
  DeskPorts,
  Desks,
  Directories,
  Ports,
  RunLogPorts,
  RunLogs,
} from "./ports.ts";

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
  EVIDENCE: R2Bucket;
  EVIDENCE_CACHE: KVNamespace;
}

/** Object names: a tenant id has no slash, so no two pairs of tenant and run share a name. */
function runLogs(env: Env): RunLogs {
  const log = (tenant: string, runId: string) => () => env.RUN_LOG.getByName(`${tenant}/${runId}`);
  return {
    append: (request) => callObject(log(request.tenant, request.runId), async (stub) => stub.append(request)),
    contradiction: (tenant, runId, links) =>
      callObject(log(tenant, runId), async (stub) => stub.contradiction(JSON.stringify(links))),
    answer: (tenant, runId, which) => callObject(log(tenant, runId), async (stub) => stub.answer(which)),
    timeline: (tenant, runId, after, limit) =>
      callObject(log(tenant, runId), async (stub) => stub.timeline(after, limit)),
    denial: (tenant, runId, destination) => callObject(log(tenant, runId), async (stub) => stub.denial(destination)),
    decisions: (tenant, runId) => callObject(log(tenant, runId), async (stub) => stub.decisions()),
    cited: (tenant, runId, seqs) => callObject(log(tenant, runId), async (stub) => stub.cited(seqs)),
    snapshot: (tenant, runId) => callObject(log(tenant, runId), async (stub) => stub.snapshot()),
    segments: (tenant, runId, from, until) =>
      callObject(log(tenant, runId), async (stub) => stub.segments(from, until)),
    recordsAt: (tenant, runId, first, last) =>
      callObject(log(tenant, runId), async (stub) => stub.recordsAt(first, last)),
    nextSeq: (tenant, runId) => callObject(log(tenant, runId), async (stub) => stub.nextSeq()),
    evidence: async (tenant, runId, wanted) => {
      const json = await callObject(log(tenant, runId), async (stub) => stub.evidence(wanted));
      return json === undefined ? undefined : (JSON.parse(json) as EvidenceFound);
    },
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
    projectState: (tenant, agent) => callObject(directory(tenant), async (stub) => stub.projectState(agent)),
    recordValidation: (tenant, snapshot, validation) =>
      callObject(directory(tenant), async (stub) => stub.recordValidation(snapshot, validation)),
    hasSnapshot: (tenant, digest) => callObject(directory(tenant), async (stub) => stub.hasSnapshot(digest)),
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
    citing: (tenant, runId) => callObject(desk(tenant), async (stub) => stub.citing(runId)),
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
    covering: (tenant, runId, seq) => callObject(log(tenant), async (stub) => stub.covering(runId, seq)),
    tile: (tenant, tile) => callObject(log(tenant), async (stub) => stub.tile(tile)),
    entriesAbout: (tenant, subjects, after, size) =>
      callObject(log(tenant), async (stub) => stub.entriesAbout(subjects, after, size)),
    earlierHeads: (tenant, runId, nextSeq, size) =>
      callObject(log(tenant), async (stub) => stub.earlierHeads(runId, nextSeq, size)),
    growthBefore: (tenant, size, count, trusted) =>
      callObject(log(tenant), async (stub) => stub.growthBefore(size, count, trusted)),
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
    blobs: blobsIn(env.EVIDENCE),
    evidenceCache: cacheIn(env.EVIDENCE_CACHE),
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
