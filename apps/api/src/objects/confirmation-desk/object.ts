import { DurableObject } from "cloudflare:workers";
import {
  type Command,
  deadlineOf,
  FINAL,
  isIntact,
  propose,
  sameChangeKey,
  sameProposalKey,
  statusAt,
  transition,
  viewedEvent,
} from "@operator/confirmation";
import { limits, policyPatchOf } from "@operator/contract";
import { digest } from "../../adapters/digest.ts";
import { deskPorts, type Env } from "../../compose.ts";
import type { DeskPorts } from "../../ports.ts";
import { isInitialised, migrate } from "../migrate.ts";
import { Journal } from "./journal.ts";
import { migrations } from "./migrations/index.ts";
import { noticeOf } from "./notice.ts";
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
  Standing,
  Text,
} from "./results.ts";
import { opened, redeemed, standing, textOf } from "./standing.ts";
import * as statements from "./statements.ts";
import * as steps from "./step-statements.ts";
import { Turns } from "./turns.ts";
import { Waiters } from "./waiters.ts";

type DeskRow = statements.DeskRow;

/** The line of proposals; no confirmation has this id. */
const PROPOSALS = "proposals";

/**
 * A tenant's confirmations: the one place where they change. The commands on one confirmation are carried out one after the
 * other, those on different ones beside each other. The journal says in which order a change becomes true.
 */
export class ConfirmationDesk extends DurableObject<Env> {
  private readonly sql: SqlStorage;
  private readonly ports: DeskPorts;
  private readonly journal: Journal;
  private readonly turns = new Turns();
  private readonly waiters = new Waiters();
  private exists: boolean;
  /** When the alarm is due, as far as this life of the object knows. */
  private alarmAt = Number.POSITIVE_INFINITY;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    this.ports = deskPorts(env);
    this.journal = new Journal({
      storage: ctx.storage,
      append: (entries) => this.ports.auditLog.append(this.tenant(), entries),
      noted: () => this.wakeAt(Date.now() + limits.DESK_RETRY_MS),
      changed: ({ confirmation_id, state }) => {
        this.wakeAt(deadlineOf(state));
        this.waiters.wake(confirmation_id);
      },
    });
    this.exists = isInitialised(this.sql);
    if (!this.exists) return;
    // A later version of the schema is applied when the object wakes.
    ctx.storage.transactionSync(() => migrate(this.sql, migrations));
    this.journal.takeOver();
  }

  /** Opens a confirmation, or finds the one that is open. The proposal comes as text, as our own Worker wrote it. */
  propose(tenant: string, proposal: string): Promise<Text<ProposeResult>> {
    const { confirmationId, candidate, delta, replay } = JSON.parse(proposal) as NewProposal;
    const shown = { ...(delta === undefined ? {} : { delta }), ...(replay === undefined ? {} : { replay }) };
    return this.inTurn(PROPOSALS, async (): Promise<ProposeResult> => {
      if (!this.exists) this.open(tenant);
      const now = Date.now();
      const keys = { proposal_key: sameProposalKey(candidate, digest), change_key: sameChangeKey(candidate, digest) };
      if (this.journal.holdsUp({ proposalKey: keys.proposal_key })) throw new Error("the proposal before is under way");
      const same = statements.latestOfProposal(this.sql, keys.proposal_key);
      const outcome = propose(
        { confirmationId, candidate, ...shown },
        {
          same: same?.state,
          declined: statements.declinedOfChange(this.sql, keys.change_key).map(({ state }) => state),
          pendingOfProposer: statements.pendingOf(this.sql, candidate.proposer, now),
        },
        { now, digest },
      );
      if (!outcome.ok) {
        await this.journal.commit(undefined, outcome.events);
        return { kind: "refused", refusal: outcome.refusal };
      }
      if (outcome.replayed && same !== undefined) return { kind: "open", replayed: true, ...standing(same) };
      const row = opened(outcome.state, statements.nextNumber(this.sql), keys);
      await this.journal.commit(row, outcome.events);
      await this.tellRuns(confirmationId);
      return { kind: "open", replayed: false, ...standing(row) };
    });
  }

  /** Decides as the directory knows the person and the policy now. */
  decide(id: string, { keyId, ...said }: DecideRequest): Promise<Text<DecideResult>> {
    return this.inTurn(id, async () => {
      const row = this.read(id);
      if (row === undefined) return { kind: "confirmation_not_found" };
      const facts = await this.ports.decisionFacts(this.tenant(), [keyId], row.state.candidate.agent);
      const [decider] = facts.deciders;
      if (decider === undefined) return { kind: "key_revoked" };
      return this.carryOut(id, { kind: "decide", decider, ...said, policyDigest: facts.policyDigest });
    });
  }

  cancel(id: string, command: CancelCommand): Promise<Text<CommandResult>> {
    return this.inTurn(id, () => this.carryOut(id, command));
  }

  /**
   * Redeems the grant. `grantKey` names the request: the executor that redeemed it gets its answer again under the same one.
   */
  redeem(id: string, request: RedeemRequest, grantKey: string | undefined): Promise<Text<RedeemResult>> {
    return this.inTurn(id, async (): Promise<RedeemResult> => {
      const row = this.read(id);
      if (row === undefined) return { kind: "confirmation_not_found" };
      const { candidate, votes, redemption } = row.state;
      const isRepeat = row.grant_key !== null && row.grant_key === grantKey;
      if (isRepeat && redemption?.executor === request.executor.id) return redeemed(row);
      const keyIds = [...new Set(votes.map(({ key_id }) => key_id))];
      const facts = await this.ports.decisionFacts(this.tenant(), keyIds, candidate.agent);
      const { deciders: approvers, policyDigest } = facts;
      const result = await this.carryOut(id, { kind: "redeem", ...request, approvers, policyDigest }, grantKey);
      return result.kind === "done" ? redeemed(this.read(id) ?? row) : result;
    });
  }

  /** Settles a redeemed grant; the policy of an applied change is stored first, if it may still be. */
  report(id: string, command: ReportCommand): Promise<Text<CommandResult>> {
    return this.inTurn(id, async () => {
      const state = this.read(id)?.state;
      const isDue = state?.status === "applying" && state.redemption?.executor === command.executor;
      const isPolicy = state !== undefined && policyPatchOf(state.candidate) !== undefined;
      if (!isDue || command.outcome !== "applied" || !isPolicy || !isIntact(state, digest)) {
        return this.carryOut(id, command);
      }
      this.ctx.storage.transactionSync(() => steps.insertReport(this.sql, id, command));
      this.wakeAt(Date.now() + limits.DESK_RETRY_MS);
      return this.applyPolicy(id, command);
    });
  }

  /** A confirmation as it stands; `viewer` names somebody who may decide, whose look is entered into the tenant's log. */
  async get(id: string, viewer: string | undefined): Promise<Text<Standing> | undefined> {
    const row = this.read(id);
    if (row === undefined || viewer === undefined) return row && textOf(standing(row));
    return this.inTurn(id, async () => {
      const seen = this.read(id) ?? row;
      await this.journal.commit(undefined, [viewedEvent(seen.state, viewer, Date.now())]);
      return standing(seen);
    });
  }

  /** The confirmation once it shows otherwise than `tag`, or than now; after so many milliseconds in any case. */
  async wait(id: string, tag: string | undefined, ms: number): Promise<Text<Standing> | undefined> {
    const row = this.read(id);
    if (row === undefined) return undefined;
    const now = standing(row);
    const isOver = FINAL.has(statusAt(row.state, Date.now()));
    if (isOver || (tag !== undefined && tag !== now.tag)) return textOf(now);
    const untilDeadline = (deadlineOf(row.state) ?? Number.POSITIVE_INFINITY) - Date.now();
    await this.waiters.wait(id, Math.min(ms, Math.max(untilDeadline, 0)));
    return textOf(standing(this.read(id) ?? row));
  }

  list(wanted: statements.ListWanted): Text<ListedStanding[]> {
    const rows = this.exists ? statements.confirmationsBefore(this.sql, wanted, Date.now()) : [];
    return textOf(rows.map((row) => ({ ...standing(row), number: row.number })));
  }

  /** The confirmations that cite a run. */
  citing(runId: string): statements.Citing[] {
    return this.exists ? statements.confirmationsCiting(this.sql, runId) : [];
  }

  /**
   * Ends what was proposed against another policy of the agent. What cannot be ended now is found out by whoever reads,
   * decides or redeems it.
   */
  async supersede(agent: string, policyDigest: string | undefined): Promise<void> {
    const open = this.exists ? statements.openOfAgent(this.sql, agent) : [];
    await Promise.allSettled(
      open.map((id) => this.inTurn(id, () => this.carryOut(id, { kind: "supersede", agent, policyDigest }))),
    );
  }

  /** Carries on what was interrupted and ends what time has ended. What fails is tried again, however often it does. */
  override async alarm(): Promise<void> {
    this.alarmAt = Number.POSITIVE_INFINITY;
    if (!this.exists) return;
    const late = statements.overdue(this.sql, Date.now());
    await Promise.allSettled([
      this.journal.resume(),
      ...late.map((id) => this.inTurn(id, () => this.carryOut(id, { kind: "expire" }))),
      ...steps.behind(this.sql).map((id) => this.inTurn(id, () => this.tellRuns(id))),
    ]);
    const isBehind = this.journal.isBehind || steps.behind(this.sql).length > 0;
    if (isBehind) this.wakeAt(Date.now() + limits.DESK_RETRY_MS);
    this.wakeAt(statements.nextDeadline(this.sql));
  }

  private open(tenant: string): void {
    this.ctx.storage.transactionSync(() => {
      migrate(this.sql, migrations);
      steps.writeTenant(this.sql, tenant);
    });
    this.exists = true;
  }

  private tenant(): string {
    const tenant = steps.readTenant(this.sql);
    if (tenant === undefined) throw new Error("the desk belongs to nobody");
    return tenant;
  }

  private read(id: string): DeskRow | undefined {
    return this.exists ? statements.readConfirmation(this.sql, id) : undefined;
  }

  /** Does something about a confirmation when what came before it is done, also what was interrupted. */
  private async inTurn<Result>(line: string, work: () => Promise<Result>): Promise<Text<Result>> {
    return this.turns.take(line, async () => {
      await this.journal.resume();
      if (this.journal.holdsUp({ confirmationId: line })) throw new Error("the step before is not in the log yet");
      const interrupted = this.exists ? steps.readReport(this.sql, line) : undefined;
      if (interrupted !== undefined) await this.applyPolicy(line, interrupted);
      return textOf(await work());
    });
  }

  private async carryOut(id: string, command: Command, grantKey?: string): Promise<CommandResult> {
    const row = this.read(id);
    if (row === undefined) return { kind: "confirmation_not_found" };
    const outcome = transition(row.state, command, { now: Date.now(), digest });
    const changed = outcome.state !== row.state;
    const grant = outcome.ok && command.kind === "redeem" ? { grant_key: grantKey ?? null } : {};
    const next = changed ? { ...row, ...grant, state: outcome.state, version: row.version + 1 } : row;
    if (outcome.events.length > 0) await this.journal.commit(changed ? next : undefined, outcome.events);
    if (changed) await this.tellRuns(id);
    if (!outcome.ok) return { kind: "refused", refusal: outcome.refusal };
    return { kind: "done", replayed: outcome.replayed, ...standing(next) };
  }

  /**
   * Stores the policy of a change that was reported as applied, settles its confirmation, and ends what was proposed against
   * the policy before it. Whatever interrupts it, it is done again from the beginning: each part finds what it did before.
   */
  private async applyPolicy(id: string, command: ReportCommand): Promise<CommandResult> {
    const state = this.read(id)?.state;
    const patch = state && policyPatchOf(state.candidate);
    if (state === undefined || patch === undefined) throw new Error("a report is about no policy");
    const { candidate, report } = state;
    const baseMoved =
      report?.base_moved ?? !(await this.ports.applyPolicy(this.tenant(), candidate, patch, id, command.executor));
    const result = await this.carryOut(id, { ...command, baseMoved });
    // None of those is being settled, so that none of them waits for this one.
    if (!baseMoved) await this.supersede(patch.agent, candidate.candidate_policy_digest);
    steps.deleteReport(this.sql, id);
    return result;
  }

  /** Tells runs what became of a confirmation that cites them; what fails is told by the alarm. */
  private async tellRuns(id: string): Promise<void> {
    const row = this.read(id);
    if (row === undefined) return;
    const notice = noticeOf(row, Date.now());
    const tell = async (run: string): Promise<void> => {
      await this.ports.tellRun(this.tenant(), run, notice);
      steps.deleteNotice(this.sql, run, id);
    };
    await Promise.allSettled(steps.runsToTell(this.sql, id).map(tell));
  }

  /** Wakes the object at a time, unless it is woken before; the alarm looks for the next time itself. */
  private wakeAt(time: number | undefined): void {
    if (time === undefined || time >= this.alarmAt) return;
    // What is late already was tried just now.
    this.alarmAt = time > Date.now() ? time : Date.now() + limits.DESK_RETRY_MS;
    void this.ctx.storage.setAlarm(this.alarmAt);
  }
}
