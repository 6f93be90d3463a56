import { DurableObject } from "cloudflare:workers";
import {
  type Command,
  type ConfirmationEvent,
  deadlineOf,
  FINAL,
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
import { migrations } from "./migrations/index.ts";
import { citedRuns, noticeOf } from "./notice.ts";
import type {
  CancelCommand,
  CommandResult,
  DecideCommand,
  ListedStanding,
  NewProposal,
  ProposeResult,
  RedeemCommand,
  RedeemResult,
  ReportCommand,
  Standing,
  Text,
} from "./results.ts";
import * as statements from "./statements.ts";
import { Waiters } from "./waiters.ts";

type DeskRow = statements.DeskRow;

/**
 * A tenant's confirmations: the one place where they change. Commands are carried out one after the other. What a command
 * comes to is made durable as a step, then its records are entered into the tenant's log, and only then does the
 * confirmation change and the command get its answer. Whatever ends the object in between, the step is carried on when it
 * wakes: the log knows its records again, so that each is entered once.
 */
export class ConfirmationDesk extends DurableObject<Env> {
  private readonly sql: SqlStorage;
  private readonly ports: DeskPorts;
  private readonly waiters = new Waiters();
  /** The end of the line of commands. */
  private line: Promise<unknown> = Promise.resolve();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    this.ports = deskPorts(env);
    // A later version of the schema is applied when the object wakes.
    if (this.exists) ctx.storage.transactionSync(() => migrate(this.sql, migrations));
  }

  /** Opens a confirmation, or finds the one that is open. The proposal comes as text, as our own Worker wrote it. */
  propose(tenant: string, proposal: string): Promise<Text<ProposeResult>> {
    const { confirmationId, candidate, delta, replay } = JSON.parse(proposal) as NewProposal;
    return this.inTurn(async (): Promise<ProposeResult> => {
      if (!this.exists) this.open(tenant);
      const now = Date.now();
      const keys = { proposal_key: sameProposalKey(candidate, digest), change_key: sameChangeKey(candidate, digest) };
      const same = statements.latestOfProposal(this.sql, keys.proposal_key);
      const outcome = propose(
        {
          confirmationId,
          candidate,
          ...(delta === undefined ? {} : { delta }),
          ...(replay === undefined ? {} : { replay }),
        },
        {
          same: same?.state,
          declined: statements.declinedOfChange(this.sql, keys.change_key).map(({ state }) => state),
          pendingOfProposer: statements.pendingOf(this.sql, candidate.proposer, now),
        },
        { now, digest },
      );
      if (!outcome.ok) {
        await this.commit(undefined, outcome.events);
        return { kind: "refused", refusal: outcome.refusal };
      }
      if (outcome.replayed && same !== undefined) return { kind: "open", replayed: true, ...standing(same) };
      const row: DeskRow = {
        confirmation_id: confirmationId,
        number: statements.nextNumber(this.sql),
        version: 1,
        ...keys,
        grant_key: null,
        redeemed_at_index: null,
        state: outcome.state,
      };
      await this.commit(row, outcome.events);
      return { kind: "open", replayed: false, ...standing(row) };
    });
  }

  decide(id: string, command: DecideCommand): Promise<Text<CommandResult>> {
    return this.inTurn(async () => this.carryOut(id, command));
  }

  cancel(id: string, command: CancelCommand): Promise<Text<CommandResult>> {
    return this.inTurn(async () => this.carryOut(id, command));
  }

  /**
   * Redeems the grant. `grantKey` names the request: the executor that redeemed it gets its answer again under the same one.
   */
  redeem(id: string, command: RedeemCommand, grantKey: string | undefined): Promise<Text<RedeemResult>> {
    return this.inTurn(async (): Promise<RedeemResult> => {
      const before = this.read(id);
      const isRepeat = before?.grant_key != null && before.grant_key === grantKey;
      if (before !== undefined && isRepeat && before.state.redemption?.executor === command.executor.id) {
        return { kind: "redeemed", auditIndex: before.redeemed_at_index ?? 0, ...standing(before) };
      }
      const result = await this.carryOut(id, command, grantKey);
      if (result.kind !== "done") return result;
      return { ...result, kind: "redeemed", auditIndex: this.read(id)?.redeemed_at_index ?? 0 };
    });
  }

  /** Settles a redeemed grant; the policy of an applied change is stored first, if it may still be. */
  report(id: string, command: ReportCommand): Promise<Text<CommandResult>> {
    return this.inTurn(async () => {
      const row = this.read(id);
      const isDue = row?.state.status === "applying" && row.state.redemption?.executor === command.executor;
      const patch = row === undefined ? undefined : policyPatchOf(row.state.candidate);
      if (row === undefined || !isDue || command.outcome !== "applied" || patch === undefined) {
        return this.carryOut(id, command);
      }
      const baseMoved = !(await this.ports.applyPolicy(
        this.tenant(),
        row.state.candidate,
        patch,
        id,
        command.executor,
      ));
      const result = await this.carryOut(id, { ...command, baseMoved });
      const applied = row.state.candidate.candidate_policy_digest;
      if (!baseMoved) await this.supersedeOpen(patch.agent, applied);
      return result;
    });
  }

  /** A confirmation as it stands; `viewer` names somebody who may decide, whose look is entered into the tenant's log. */
  async get(id: string, viewer: string | undefined): Promise<Text<Standing> | undefined> {
    const row = this.read(id);
    if (row === undefined || viewer === undefined) return row && textOf(standing(row));
    return this.inTurn(async () => {
      await this.commit(undefined, [viewedEvent(row.state, viewer, Date.now())]);
      return standing(this.read(id) ?? row);
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

  /** Ends what was proposed against another policy of the agent. */
  async supersede(agent: string, policyDigest: string): Promise<void> {
    if (this.exists) await this.inTurn(async () => this.supersedeOpen(agent, policyDigest));
  }

  override async alarm(): Promise<void> {
    try {
      await this.inTurn(async () => {
        for (const id of statements.overdue(this.sql, Date.now())) await this.carryOut(id, { kind: "expire" });
      });
      await this.notify();
    } finally {
      this.setAlarm();
    }
  }

  private get exists(): boolean {
    return isInitialised(this.sql);
  }

  private open(tenant: string): void {
    this.ctx.storage.transactionSync(() => {
      migrate(this.sql, migrations);
      statements.writeTenant(this.sql, tenant);
    });
  }

  private tenant(): string {
    const tenant = statements.readTenant(this.sql);
    if (tenant === undefined) throw new Error("the desk belongs to nobody");
    return tenant;
  }

  private read(id: string): DeskRow | undefined {
    return this.exists ? statements.readConfirmation(this.sql, id) : undefined;
  }

  /** Carries commands out one after the other, and what was interrupted before any of them. */
  private inTurn<Result>(work: () => Promise<Result>): Promise<Text<Result>> {
    const turn = this.line.then(async () => {
      if (this.exists) for (const step of statements.readSteps(this.sql)) await this.finish(step);
      return textOf(await work());
    });
    this.line = turn.catch(() => undefined);
    return turn;
  }

  private async carryOut(id: string, command: Command, grantKey?: string): Promise<CommandResult> {
    const row = this.read(id);
    if (row === undefined) return { kind: "confirmation_not_found" };
    const outcome = transition(row.state, command, { now: Date.now(), digest });
    const changed = outcome.state !== row.state;
    const next = changed ? { ...row, state: outcome.state, version: row.version + 1 } : row;
    const redeemed = outcome.ok && command.kind === "redeem" ? { ...next, grant_key: grantKey ?? null } : next;
    if (outcome.events.length > 0 || changed) await this.commit(changed ? redeemed : undefined, outcome.events);
    if (!outcome.ok) return { kind: "refused", refusal: outcome.refusal };
    return { kind: "done", replayed: outcome.replayed, ...standing(redeemed) };
  }

  private async supersedeOpen(agent: string, policyDigest: string | undefined): Promise<void> {
    for (const id of statements.openOfAgent(this.sql, agent)) {
      await this.carryOut(id, { kind: "supersede", agent, policyDigest });
    }
  }

  private async commit(row: DeskRow | undefined, events: readonly ConfirmationEvent[]): Promise<void> {
    const number = this.ctx.storage.transactionSync(() => statements.insertStep(this.sql, row, events));
    this.setAlarm();
    await this.finish({ number, row, events: [...events] });
    await this.notify();
  }

  /** Enters the records of a step into the tenant's log, then makes it true. */
  private async finish({ number, row, events }: statements.Step): Promise<void> {
    const entries = events.map((event, index) => ({
      kind: "confirmation",
      dedupeKey: `${number}.${index}`,
      body: { ...event },
    }));
    const positions = await this.ports.auditLog.append(this.tenant(), entries);
    const redemption = events.findIndex(({ event_type }) => event_type === "grant_redeemed");
    const index = positions[redemption];
    this.ctx.storage.transactionSync(() => {
      if (row !== undefined) {
        statements.writeConfirmation(this.sql, index === undefined ? row : { ...row, redeemed_at_index: index });
        for (const run of citedRuns(row)) statements.insertNotice(this.sql, run, row.confirmation_id);
      }
      statements.deleteStep(this.sql, number);
    });
    this.setAlarm();
    if (row !== undefined) this.waiters.wake(row.confirmation_id);
  }

  /** Tells runs what became of the confirmations that cite them; what fails is told by the alarm. */
  private async notify(): Promise<void> {
    for (const { run_id, confirmation_id } of this.exists ? statements.readNotices(this.sql) : []) {
      const row = this.read(confirmation_id);
      try {
        if (row !== undefined) await this.ports.tellRun(this.tenant(), run_id, noticeOf(row, Date.now()));
      } catch {
        continue;
      }
      // The confirmation may have changed while the run was told of it.
      if (this.read(confirmation_id)?.version === row?.version) {
        statements.deleteNotice(this.sql, run_id, confirmation_id);
      }
    }
  }

  /** The next time that there is something to do without being asked. */
  private setAlarm(): void {
    if (!this.exists) return;
    const now = Date.now();
    const isBehind = statements.readSteps(this.sql).length + statements.readNotices(this.sql).length > 0;
    const deadline = statements.nextDeadline(this.sql);
    const soon = isBehind ? now + limits.DESK_RETRY_MS : undefined;
    const at = Math.min(soon ?? Number.POSITIVE_INFINITY, deadline ?? Number.POSITIVE_INFINITY);
    if (Number.isFinite(at)) void this.ctx.storage.setAlarm(Math.max(at, now));
  }
}

/** Results pass between Worker and object as JSON text, at a fraction of an object's cost. */
function textOf<Result>(result: Result): Text<Result> {
  return JSON.stringify(result) as Text<Result>;
}

function standing({ state, version }: DeskRow): Standing {
  return { state, tag: `${version}.${statusAt(state, Date.now())}` };
}
