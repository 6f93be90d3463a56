import { DurableObject } from "cloudflare:workers";
import { type Decider, isSatisfiable } from "@operator/confirmation";
import {
  type CreateKeyRequest,
  type LegalHold,
  limits,
  type Retention,
  type RetentionPurge,
  type ReviewRules,
} from "@operator/contract";
import type { PreviousRun } from "@operator/diagnosis";
import { directoryPorts, type Env } from "../../compose.ts";
import { proposeExpired } from "../../confirmations/propose-expired.ts";
import type { DirectoryPorts } from "../../ports.ts";
import { isInitialised, migrate } from "../migrate.ts";
import * as keys from "./key-statements.ts";
import { migrations } from "./migrations/index.ts";
import { type NewPolicy, type PutPolicyResult, putPolicy } from "./policies.ts";
import * as policies from "./policy-statements.ts";
import { type ProjectState, projectState } from "./project-state.ts";
import * as projects from "./project-statements.ts";
import { type AskedHold, type Asker, type ClaimResult, type PutHoldResult, RetentionOffice } from "./retention.ts";
import * as retention from "./retention-statements.ts";
import * as review from "./review-statements.ts";
import * as runs from "./run-statements.ts";

/** A key to be stored; the secret itself never reaches the object, only its hash. */
export interface NewKey {
  keyId: string;
  hash: string;
  request: CreateKeyRequest;
  createdBy: string;
  expiresAt: number | null;
}

export type CreateKeyResult =
  | { kind: "created"; key: keys.KeyRow }
  | { kind: "principal_kind_conflict" }
  | { kind: "too_many_keys" }
  | { kind: "tenant_not_found" };

export type PutReviewRulesResult =
  | { kind: "stored" }
  | { kind: "unsatisfiable"; index: number }
  | { kind: "tenant_not_found" };

export interface DecisionFacts {
  /** Those whose keys were not revoked. */
  deciders: Decider[];
  policyDigest: string | undefined;
}

/**
 * A tenant: its principals and their keys, the policies of its agents, the index of its runs and how long they are kept, and
 * what was found in its projects. One object a tenant, named by the tenant, so that nothing of another tenant can be read here
 * by mistake. An object that was only asked stores nothing.
 */
export class TenantDirectory extends DurableObject<Env> {
  private readonly sql: SqlStorage;
  private readonly ports: DirectoryPorts;
  private readonly retention: RetentionOffice;
  private exists: boolean;
  private alarmIsSet = false;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    this.ports = directoryPorts(env);
    this.retention = new RetentionOffice({
      storage: ctx.storage,
      tenant: () => this.tenant(),
      auditLog: { append: (tenant, entries) => this.ports.auditLog.append(tenant, entries) },
      changed: () => this.wakeAt(Date.now() + limits.RETENTION_SOON_MS),
    });
    this.exists = isInitialised(this.sql);
    // A later version of the schema is applied when the object wakes.
    if (this.exists) ctx.storage.transactionSync(() => migrate(this.sql, migrations));
  }

  /** Opens the tenant; `undefined` when it is open already. */
  create(tenantId: string): { createdAt: number } | undefined {
    if (this.exists) return undefined;
    const createdAt = Date.now();
    this.ctx.storage.transactionSync(() => {
      migrate(this.sql, migrations);
      this.sql.exec("INSERT INTO tenant (id, tenant_id, created_at) VALUES (1, ?, ?)", tenantId, createdAt);
    });
    this.exists = true;
    return { createdAt };
  }

  /** The key with this hash, while it works. */
  authenticate(hash: string): keys.KeyRow | undefined {
    if (!this.exists) return undefined;
    const key = keys.keyByHash(this.sql, hash);
    if (key === undefined || key.revoked_at !== null) return undefined;
    return key.expires_at !== null && key.expires_at <= Date.now() ? undefined : key;
  }

  /** Stores a key, and its principal where it is new. */
  createKey(key: NewKey): CreateKeyResult {
    if (!this.exists) return { kind: "tenant_not_found" };
    const now = Date.now();
    const { request } = key;
    if (keys.countActiveKeys(this.sql, now) >= limits.MAX_ACTIVE_KEYS) return { kind: "too_many_keys" };
    const kind = keys.principalKind(this.sql, request.principal_id);
    if (kind !== undefined && kind !== request.principal_kind) return { kind: "principal_kind_conflict" };
    return this.ctx.storage.transactionSync(() => {
      if (kind === undefined) {
        keys.insertPrincipal(this.sql, {
          principalId: request.principal_id,
          kind: request.principal_kind,
          createdAt: now,
          createdBy: key.createdBy,
        });
      }
      keys.insertKey(this.sql, key.hash, {
        key_id: key.keyId,
        principal_id: request.principal_id,
        scopes: request.scopes,
        actors: request.actors,
        relays_other_actors: request.relays_other_actors,
        created_at: now,
        created_by: key.createdBy,
        expires_at: key.expiresAt,
        revoked_at: null,
      });
      const row = keys.keyById(this.sql, key.keyId);
      if (row === undefined) throw new Error("the key that was just stored cannot be read");
      return { kind: "created", key: row } as const;
    });
  }

  /** Keys in the order they were made, behind the one with this number. */
  listKeys(afterNumber: number, count: number): keys.KeyRow[] {
    return this.exists ? keys.keysAfter(this.sql, afterNumber, count) : [];
  }

  /** Ends a key and answers it as it is then; `undefined` when there is none with this id. */
  revokeKey(keyId: string): keys.KeyRow | undefined {
    if (!this.exists) return undefined;
    keys.setRevoked(this.sql, keyId, Date.now());
    return keys.keyById(this.sql, keyId);
  }

  /** Stores the next revision of an agent's policy. */
  putPolicy(policy: NewPolicy): PutPolicyResult {
    if (!this.exists) return { kind: "tenant_not_found" };
    return this.ctx.storage.transactionSync(() => putPolicy(this.sql, policy, Date.now()));
  }

  /** A revision of an agent's policy, with its document. */
  policy(agent: string, which: policies.WhichRevision): policies.PolicyRow | undefined {
    return this.exists ? policies.readPolicyRow(this.sql, agent, which) : undefined;
  }

  /** Revisions of an agent's policy, the latest first, before the one with this number. */
  policyRevisions(agent: string, before: number, count: number): policies.RevisionRow[] {
    return this.exists ? policies.revisionsBefore(this.sql, agent, before, count) : [];
  }

  /** How the tenant organises its reviewers. */
  reviewRules(): ReviewRules {
    return this.exists ? review.readReviewRules(this.sql) : { groups: [], rules: [] };
  }

  /** Replaces the review rules, or names the first rule that the tenant's reviewers could not fulfil. */
  putReviewRules(rules: ReviewRules): PutReviewRulesResult {
    if (!this.exists) return { kind: "tenant_not_found" };
    const groups = new Map(rules.groups.map(({ group, members }) => [group, members]));
    const people = review.peopleWhoDecide(this.sql, Date.now());
    const index = rules.rules.findIndex((rule) => !isSatisfiable(rule, { people, groups }));
    if (index !== -1) return { kind: "unsatisfiable", index };
    review.writeReviewRules(this.sql, rules);
    return { kind: "stored" };
  }

  /** What a decision rests on: who holds these keys now, and the digest of the agent's policy in force. */
  decisionFacts(keyIds: readonly string[], agent: string | undefined): DecisionFacts {
    if (!this.exists) return { deciders: [], policyDigest: undefined };
    const rules = review.readReviewRules(this.sql);
    const deciders = keyIds.flatMap((keyId) => review.standingOf(this.sql, keyId, rules) ?? []);
    const policy = agent === undefined ? undefined : policies.readPolicyRow(this.sql, agent, { kind: "current" });
    return { deciders, policyDigest: policy?.digest };
  }

  /** Enters a run into the index, and answers the runs of its agent before it. */
  async publishRun(entry: runs.RunEntry): Promise<PreviousRun[]> {
    if (!this.exists) return [];
    await this.wakeDaily();
    runs.upsertRun(this.sql, entry);
    return runs.runsBefore(this.sql, entry);
  }

  /** Runs that pass the filter, the latest start first. */
  listRuns(filter: runs.RunFilter, after: runs.RunPosition | undefined, count: number) {
    return this.exists ? runs.runsAfter(this.sql, filter, after, count) : [];
  }

  /** What the next action over all runs and projects rests on, or over those of one agent. */
  projectState(agent: string | undefined): ProjectState {
    return this.exists ? projectState(this.sql, agent) : {};
  }

  /** Enters a validation, and the snapshot that its evidence leads into. */
  recordValidation(snapshot: projects.NewSnapshot, validation: Omit<projects.Validation, "validatedAt">): void {
    if (!this.exists) return;
    const validatedAt = Date.now();
    this.ctx.storage.transactionSync(() => {
      projects.insertSnapshot(this.sql, snapshot, validatedAt);
      projects.writeValidation(this.sql, { ...validation, validatedAt });
    });
  }

  /** Whether a project was stored under this digest. */
  hasSnapshot(digest: string): boolean {
    return this.exists && projects.hasSnapshot(this.sql, digest);
  }

  /** How long the tenant keeps the records of runs. */
  readRetention(): Retention {
    return this.exists ? retention.readRetention(this.sql) : { days: limits.DEFAULT_RETENTION_DAYS };
  }

  putRetention(days: number, asker: Asker): Promise<Retention> {
    return this.retention.putRetention(days, asker);
  }

  /** Whether a run is held; `undefined` where nobody has ever held it. */
  legalHold(runId: string): LegalHold | undefined {
    return this.exists ? retention.readHold(this.sql, runId) : undefined;
  }

  putLegalHold(asked: AskedHold): Promise<PutHoldResult> {
    return this.retention.putHold(asked);
  }

  /** Those of some runs that are held. */
  heldOf(runIds: readonly string[]): string[] {
    return this.exists ? retention.heldOf(this.sql, runIds) : [];
  }

  /** Lets an approved purge begin, or says why it may not. */
  claimPurge(confirmationId: string, purge: RetentionPurge): Promise<ClaimResult> {
    return this.retention.claim(confirmationId, purge);
  }

  /** Proposes to purge what is past its time. What fails is tried again, however often it does. */
  override async alarm(): Promise<void> {
    this.alarmIsSet = false;
    if (!this.exists) return;
    this.wakeAt(await this.proposeExpired().catch(() => Date.now() + limits.RETENTION_RETRY_MS));
  }

  private tenant(): string {
    return retention.readTenant(this.sql);
  }

  /** Answers when to look again. */
  private async proposeExpired(): Promise<number> {
    const { days } = this.readRetention();
    const now = Date.now();
    const directories = { reviewRules: async () => this.reviewRules() };
    const again = await proposeExpired(this.tenant(), this.retention.batchesPast(now), days, {
      ...this.ports,
      directories,
    });
    return Math.min(Math.max(again ?? Number.POSITIVE_INFINITY, now), now + limits.RETENTION_INTERVAL_MS);
  }

  /** Sees to it that the directory wakes once a day; one that was opened before it did gets its alarm with its next run. */
  private async wakeDaily(): Promise<void> {
    if (this.alarmIsSet) return;
    if ((await this.ctx.storage.getAlarm()) === null) this.wakeAt(Date.now() + limits.RETENTION_INTERVAL_MS);
    this.alarmIsSet = true;
  }

  private wakeAt(time: number): void {
    this.alarmIsSet = true;
    void this.ctx.storage.setAlarm(time);
  }
}
