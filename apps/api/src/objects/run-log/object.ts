import { DurableObject } from "cloudflare:workers";
import { limits, type RunStatus, SCHEMA_VERSION } from "@operator/contract";
import {
  explainFailure,
  failureSignature,
  nextAction,
  runListItem,
  statusOf,
  summarizeRun,
  timelineEvent,
} from "@operator/diagnosis";
import type { ObservedRun } from "@operator/policy";
import { type Env, runLogPorts } from "../../compose.ts";
import type { RunLogPorts } from "../../ports.ts";
import { runHeadEntry } from "../audit-log/entry.ts";
import type { RunNotice } from "../confirmation-desk/results.ts";
import { isInitialised, migrate } from "../migrate.ts";
import { appendAll, contradiction } from "./append.ts";
import type { AppendRequest, AppendResult, SourceLinks } from "./append-request.ts";
import { decisionsOf, latestDenialTo, observationAt, type PlacedObservation } from "./decisions.ts";
import { type EvidenceWanted, findEvidence } from "./evidence.ts";
import { migrations } from "./migrations/index.ts";
import { type ChainedRecord, recordsAt } from "./record-chain.ts";
import { type SegmentPage, segmentPage } from "./segment-page.ts";
import { type RunSnapshot, snapshotOf } from "./snapshot.ts";
import * as statements from "./statements.ts";
import { eventsAfter, type TimelinePosition } from "./stored-events.ts";
import { circumstances, readTold, type ToldConfirmations, withNotice, writeTold } from "./told-confirmations.ts";

/** The answers that a run's fold gives; each is JSON, written once for every state of the run. */
export type FoldAnswer = "summary" | "failure" | "next_action";

/** The answer's JSON, bare because text passes between Worker and object at a fraction of an object's cost; or why not. */
export type AnswerResult = string | { kind: "run_not_found" } | { kind: "run_not_failed"; status: RunStatus };

export type TimelineResult =
  | { kind: "page"; json: string; next: TimelinePosition | undefined }
  | { kind: "run_not_found" };

/** A denial of the run, with what the run says of its agent and of the policy in force. */
export type DenialResult =
  | { kind: "denial"; denial: PlacedObservation; agent: string | undefined; policyDigest: string | undefined }
  | { kind: "run_not_found" }
  | { kind: "run_has_no_denial" };

/** The decisions of the run; or of the events at some positions, each as it was cited. */
export type DecisionsResult =
  | { kind: "decisions"; agent: string | undefined; run: ObservedRun }
  | { kind: "run_not_found" };
export type CitedResult =
  | { kind: "cited"; agent: string | undefined; observations: (PlacedObservation | undefined)[] }
  | { kind: "run_not_found" };

/** What became of a batch of a commit: its result, or the bug that it ran into. */
type AppendOutcome = { result: AppendResult } | { error: unknown };

/**
 * The log of one run of one tenant: its one writer. The log, its head, its fold and what makes a repeated event known
 * change in one transaction. The run's entry in the tenant's index and its head in the tenant's log follow: the entry at
 * once when the run starts or ends, the head at once when it ends, else by an alarm that the same transaction sets, so that
 * neither is forgotten.
 */
export class RunLog extends DurableObject<Env> {
  private readonly sql: SqlStorage;
  private readonly ports: RunLogPorts;
  private run: statements.RunRow | undefined;
  private told: ToldConfirmations = {};
  private readonly answers = new Map<FoldAnswer, AnswerResult>();
  private alarmIsSet = false;
  /** Batches of the next commit, and that commit once it is due. */
  private waiting: AppendRequest[] = [];
  private commit: Promise<AppendOutcome[]> | undefined;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    this.ports = runLogPorts(env);
    if (!isInitialised(this.sql)) return;
    // A later version of the schema is applied when the object wakes.
    ctx.storage.transactionSync(() => migrate(this.sql, migrations));
    this.run = statements.readRun(this.sql);
    this.told = readTold(this.sql);
  }

  /** Stores what is new of a batch. Batches that arrive together are committed together. */
  async append(request: AppendRequest): Promise<AppendResult> {
    const place = this.waiting.push(request) - 1;
    this.commit ??= this.commitNextTurn();
    const outcome = (await this.commit)[place];
    if (outcome === undefined) throw new Error("a batch was committed without an outcome");
    if ("error" in outcome) throw outcome.error;
    return outcome.result;
  }

  /** The index of the first of these links, JSON of `SourceLinks`, that contradicts a stored one. */
  contradiction(sourceLinks: string): number | undefined {
    // Our own Worker wrote it a moment ago.
    return this.run === undefined ? undefined : contradiction(this.sql, JSON.parse(sourceLinks) as SourceLinks);
  }

  /** One of the answers that the fold gives. Those of a run that goes on depend on the time, the others are kept. */
  answer(which: FoldAnswer): AnswerResult {
    const known = this.answers.get(which);
    if (known !== undefined) return known;
    const answer = this.write(which);
    // An open confirmation ends with its time.
    const dependsOnTime = this.run?.fold.end === undefined || (which === "next_action" && this.told.open !== undefined);
    if (!dependsOnTime) this.answers.set(which, answer);
    return answer;
  }

  /** A page of the run's events in order of time, behind `after`. */
  timeline(after: TimelinePosition | undefined, limit: number): TimelineResult {
    if (this.run === undefined) return { kind: "run_not_found" };
    const { run_id: runId, max_span_ms: span, fold } = this.run;
    const from = after ?? { at: fold.first.at, seq: 0 };
    const events = eventsAfter(statements.segmentsAfter(this.sql, from, span), from, limit + 1);
    const page = events.slice(0, limit);
    const last = page.at(-1);
    const json = JSON.stringify({ schema_version: SCHEMA_VERSION, run_id: runId, events: page.map(timelineEvent) });
    return { kind: "page", json, next: events.length > limit && last ? { at: last.at, seq: last.seq } : undefined };
  }

  /** Takes note of a confirmation that cites the run; a run without events has nothing to cite. */
  note(notice: RunNotice): void {
    if (this.run === undefined) return;
    this.told = withNotice(this.told, notice);
    this.ctx.storage.transactionSync(() => writeTold(this.sql, this.told));
    this.answers.delete("next_action");
  }

  /** The latest denial that the runtime stated, or the latest one to a destination. */
  denial(destination: string | undefined): DenialResult {
    if (this.run === undefined) return { kind: "run_not_found" };
    const { fold } = this.run;
    const [latest] = fold.latest_denials;
    const denial =
      destination === undefined ? latest && observationAt(this.sql, latest.seq) : latestDenialTo(this.sql, destination);
    if (denial === undefined) return { kind: "run_has_no_denial" };
    return {
      kind: "denial",
      denial,
      agent: fold.agent?.name,
      policyDigest: denial.policy_digest ?? fold.agent?.policy,
    };
  }

  /** What the run's log knows of what an evidence ref names, as JSON. */
  evidence(wanted: EvidenceWanted): string | undefined {
    return this.run === undefined ? undefined : JSON.stringify(findEvidence(this.sql, this.run, wanted));
  }

  /** Every decision that the run's events report, counted. */
  decisions(): DecisionsResult {
    if (this.run === undefined) return { kind: "run_not_found" };
    return { kind: "decisions", agent: this.run.fold.agent?.name, run: decisionsOf(this.sql) };
  }

  /** The decisions at these positions, `undefined` where an event reports none or is not there. */
  cited(seqs: readonly number[]): CitedResult {
    if (this.run === undefined) return { kind: "run_not_found" };
    const observations = seqs.map((seq) => observationAt(this.sql, seq));
    return { kind: "cited", agent: this.run.fold.agent?.name, observations };
  }

  /** The records at these positions, both included, with their hashes; `undefined` for a run without events. */
  recordsAt(first: number, last: number): ChainedRecord[] | undefined {
    return this.run === undefined ? undefined : recordsAt(this.sql, first, last);
  }

  /** Where the log ends now, as the log of the tenant has it by then; `undefined` for a run without events. */
  async snapshot(): Promise<RunSnapshot | undefined> {
    const taken = this.run && snapshotOf(this.sql, this.run);
    // Nothing is awaited before it, so that it enters the head of what was taken.
    await this.enterHead();
    return taken;
  }

  /** A page of the log's segments, from the one that begins at a position, of those before another. */
  segments(from: number, until: number): SegmentPage {
    return segmentPage(statements.segmentsFrom(this.sql, from), from, until);
  }

  /** The position that the next event will take; `undefined` for a run without events. */
  nextSeq(): number | undefined {
    return this.run?.next_seq;
  }

  override async alarm(): Promise<void> {
    this.alarmIsSet = false;
    const outcomes = await Promise.allSettled([this.enterIndex(), this.enterHead()]);
    // The platform gives up on an alarm that goes on failing; neither the index nor the log must be given up.
    if (outcomes.some(({ status }) => status === "rejected")) this.schedulePublishing();
  }

  /** Lets the batches that are on their way arrive, then stores them all in one transaction. */
  private async commitNextTurn(): Promise<AppendOutcome[]> {
    await scheduler.wait(0);
    const requests = this.waiting;
    this.waiting = [];
    this.commit = undefined;
    const before = this.run;
    const outcomes = this.store(requests);
    if (this.run === undefined || this.run === before) return outcomes;
    this.answers.clear();
    this.schedulePublishing();
    if (before === undefined || statusOf(this.run.fold) !== statusOf(before.fold)) await this.publishNow(this.run);
    return outcomes;
  }

  /** Stores batches in one transaction; if one of them runs into a bug, each in its own, so that it takes no other along. */
  private store(requests: readonly AppendRequest[]): AppendOutcome[] {
    try {
      const { results, run } = this.ctx.storage.transactionSync(() => {
        if (this.run === undefined) migrate(this.sql, migrations);
        return appendAll(this.sql, this.run, requests);
      });
      this.run = run;
      return results.map((result) => ({ result }));
    } catch (error) {
      return requests.length === 1 ? [{ error }] : requests.flatMap((request) => this.store([request]));
    }
  }

  private write(which: FoldAnswer): AnswerResult {
    if (this.run === undefined) return { kind: "run_not_found" };
    const { run_id: runId, fold, previous_runs: previousRuns } = this.run;
    const now = Date.now();
    switch (which) {
      case "summary":
        return JSON.stringify(summarizeRun(runId, fold, now));
      case "next_action":
        return JSON.stringify(nextAction(runId, fold, { now, previousRuns, ...circumstances(this.told, now) }));
      case "failure": {
        const status = statusOf(fold);
        if (status !== "failed") return { kind: "run_not_failed", status };
        return JSON.stringify(explainFailure(runId, fold));
      }
    }
  }

  /** Belongs to the transaction of the append before it, because nothing is awaited in between. */
  private schedulePublishing(): void {
    if (this.alarmIsSet) return;
    this.alarmIsSet = true;
    void this.ctx.storage.setAlarm(Date.now() + limits.RUN_INDEX_DELAY_MS);
  }

  private async publishNow({ fold }: statements.RunRow): Promise<void> {
    // What fails here the alarm, which is set, will do.
    await Promise.allSettled([this.enterIndex(), ...(fold.end === undefined ? [] : [this.enterHead()])]);
  }

  private async enterIndex(): Promise<void> {
    if (this.run === undefined || this.run.indexed_events === this.run.fold.events) return;
    const { tenant, run_id: runId, fold } = this.run;
    const previousRuns = await this.ports.index.publish(tenant, {
      item: runListItem(runId, fold),
      startedAt: (fold.start ?? fold.first).at,
      lastEventAt: fold.last.at,
      failure: failureSignature(fold),
    });
    // The run may have gone on while the index was written.
    this.run.indexed_events = Math.max(this.run.indexed_events, fold.events);
    this.run.previous_runs = previousRuns;
    this.answers.delete("next_action");
    statements.writeIndexed(this.sql, this.run.indexed_events, previousRuns);
  }

  /** Enters the head into the tenant's log; what was not known to be entered is entered once nevertheless. */
  private async enterHead(): Promise<void> {
    if (this.run === undefined || this.run.logged_seq === this.run.next_seq) return;
    const { tenant, run_id, next_seq, head, fold } = this.run;
    const at = new Date().toISOString();
    await this.ports.auditLog.append(tenant, [runHeadEntry(head, { run_id, next_seq, events: fold.events, at })]);
    // The run may have gone on meanwhile.
    this.run.logged_seq = Math.max(this.run.logged_seq, next_seq);
    statements.writeLogged(this.sql, this.run.logged_seq);
  }
}
