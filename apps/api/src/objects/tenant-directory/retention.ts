import { type Hindrance, type LegalHold, limits, type Retention, type RetentionPurge } from "@operator/contract";
import { digest } from "../../adapters/digest.ts";
import type { AuditTrail } from "../../ports.ts";
import { Turns } from "../turns.ts";
import * as statements from "./retention-statements.ts";

/** Who asks for a change, from their verified key. */
export interface Asker {
  principalId: string;
  keyId: string;
}

export interface AskedHold extends Asker {
  runId: string;
  held: boolean;
  /** Without secrets. */
  reason: string | undefined;
  /** The last position of the run's log. */
  lastSeq: number;
}

export type PutHoldResult = { kind: "stored"; hold: LegalHold } | { kind: "evidence_purged" };

/** Whether a purge may begin, and when it did. */
export type ClaimResult = { kind: "claimed"; at: number } | { kind: "hindered"; by: Hindrance };

/** What the retention of a tenant works on. */
interface Directory {
  storage: DurableObjectStorage;
  tenant(): string;
  auditLog: AuditTrail;
  /** Called when what is past its time may be another. */
  changed(): void;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Everything about holds and purges is done in one line: between a look and what follows from it nothing changes. */
const LINE = "retention";

/**
 * How long a tenant keeps the records of runs, which runs are held, and which purges may begin. What changes is in the
 * tenant's log before it is true. A purge begins here, for all of its runs in one transaction or for none: a run that is held
 * by then, or that another purge took, stops it before anything is gone, and a hold that comes later finds nothing to hold.
 */
export class RetentionOffice {
  readonly #directory: Directory;
  readonly #turns = new Turns();

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  /** Sets how long records are kept. The same again changes nothing. */
  putRetention(days: number, asker: Asker): Promise<Retention> {
    const { storage, changed } = this.#directory;
    return this.#turns.take(LINE, async () => {
      const before = statements.readRetention(storage.sql);
      if (before.days === days && before.updated_at !== undefined) return before;
      const at = Date.now();
      await this.#record("retention", asker, at, { days, previous_days: before.days });
      statements.writeRetention(storage.sql, days, at);
      changed();
      return statements.readRetention(storage.sql);
    });
  }

  /** Holds a run or lifts its hold. The same again changes nothing; records that are gone cannot be held. */
  putHold(asked: AskedHold): Promise<PutHoldResult> {
    const { storage } = this.#directory;
    return this.#turns.take(LINE, async (): Promise<PutHoldResult> => {
      const { runId, held, reason, lastSeq, principalId: by } = asked;
      if (held && statements.purgedThrough(storage.sql, runId) >= lastSeq) return { kind: "evidence_purged" };
      const before = statements.readHold(storage.sql, runId);
      if (before?.held === held && before.reason === reason) return { kind: "stored", hold: before };
      const at = Date.now();
      // Like all that people write, the reason stands in the log as a digest.
      const why = reason === undefined ? {} : { reason_digest: digest(reason) };
      await this.#record("legal_hold", asked, at, { run_id: runId, held, ...why });
      statements.writeHold(storage.sql, { runId, held, reason, at, by });
      const hold = statements.readHold(storage.sql, runId);
      if (hold === undefined) throw new Error("the hold that was just stored cannot be read");
      return { kind: "stored", hold };
    });
  }

  /** Lets the purge of a confirmation begin, for all of its runs or for none; the same one again began when it did. */
  claim(confirmationId: string, { run_ids, through }: RetentionPurge): Promise<ClaimResult> {
    const { storage, changed } = this.#directory;
    const { sql } = storage;
    return this.#turns.take(LINE, async (): Promise<ClaimResult> => {
      const begun = statements.readClaim(sql, confirmationId);
      if (begun !== undefined) return { kind: "claimed", at: begun };
      if (statements.heldOf(sql, run_ids).length > 0) return { kind: "hindered", by: "run_on_hold" };
      const wanted = run_ids.map((runId, index) => ({ runId, through: through[index] ?? 0 }));
      const isGone = wanted.some((run) => statements.purgedThrough(sql, run.runId) >= run.through);
      if (isGone) return { kind: "hindered", by: "evidence_purged" };
      const at = Date.now();
      storage.transactionSync(() => {
        statements.insertClaim(sql, confirmationId, at);
        for (const run of wanted) statements.writePurged(sql, run.runId, run.through);
      });
      changed();
      return { kind: "claimed", at };
    });
  }

  /** The runs past their time at an instant, in batches as they are proposed. */
  batchesPast(now: number): string[][] {
    const { sql } = this.#directory.storage;
    const before = now - statements.readRetention(sql).days * DAY_MS;
    const runs = statements.runsPast(sql, before, limits.MAX_PURGE_BATCHES * limits.MAX_PURGED_RUNS);
    const batches: string[][] = [];
    for (let first = 0; first < runs.length; first += limits.MAX_PURGED_RUNS) {
      batches.push(runs.slice(first, first + limits.MAX_PURGED_RUNS));
    }
    return batches;
  }

  async #record(kind: string, { principalId, keyId }: Asker, at: number, facts: object): Promise<void> {
    const { auditLog, tenant } = this.#directory;
    const who = { principal_id: principalId, key_id: keyId, at: new Date(at).toISOString() };
    await auditLog.append(tenant(), [{ kind, dedupeKey: crypto.randomUUID(), body: { ...facts, ...who } }]);
  }
}
