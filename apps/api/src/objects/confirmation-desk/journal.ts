import type { ConfirmationEvent } from "@operator/confirmation";
import { leafOf, type NewEntry } from "../audit-log/entry.ts";
import { citedRuns } from "./notice.ts";
import { type DeskRow, insertCitation, writeConfirmation } from "./statements.ts";
import * as steps from "./step-statements.ts";

function entriesOf({ entryKey, events }: Pick<steps.Step, "entryKey" | "events">): NewEntry[] {
  return events.map((event, index) => ({
    kind: "confirmation",
    dedupeKey: `${entryKey}.${index}`,
    body: { ...event },
  }));
}

/** What the journal works on. */
interface Desk {
  storage: DurableObjectStorage;
  append(entries: readonly NewEntry[]): Promise<number[]>;
  /** Called with the step, before anything is awaited, so that an object that ends is woken to carry it on. */
  noted(): void;
  /** Called when a confirmation has changed. */
  changed(row: DeskRow): void;
}

type NewStep = Omit<steps.Step, "number">;

/** Why a step did not come true, yet. */
interface Failure {
  error: unknown;
}

/**
 * How a confirmation changes: what it becomes is made durable as a step, then the step's records are entered into the
 * tenant's log, and only then is it true. Whatever ends the object in between, the step is carried on later: the log knows
 * its records again, so that each is entered once. A step that the log does not take keeps its own confirmation waiting
 * and no other. Steps that arrive together are carried out together.
 */
export class Journal {
  readonly #desk: Desk;
  /** Steps that are on nobody's way any more and still there. */
  readonly #left = new Map<number, steps.StepSubject>();
  #resuming: Promise<void> | undefined;
  /** Steps of the next batch, and that batch once it is due. */
  #waiting: NewStep[] = [];
  #batch: Promise<Map<NewStep, Failure>> | undefined;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Takes over what an earlier life of the object left behind. Call on tables that are there. */
  takeOver(): void {
    for (const subject of steps.stepSubjects(this.#desk.storage.sql)) this.#left.set(subject.number, subject);
  }

  /** True when a step has to be carried on. */
  get isBehind(): boolean {
    return this.#left.size > 0;
  }

  /** True when a step of this confirmation, or one that opens one for this proposal, has to be carried on first. */
  holdsUp({ confirmationId, proposalKey }: { confirmationId?: string; proposalKey?: string }): boolean {
    return [...this.#left.values()].some(
      ({ confirmation_id, proposal_key }) =>
        (confirmation_id !== null && confirmation_id === confirmationId) ||
        (proposal_key !== null && proposal_key === proposalKey),
    );
  }

  /** Carries on what was left behind, as far as the log takes it. */
  async resume(): Promise<void> {
    if (this.#left.size === 0) return;
    this.#resuming ??= this.#carryOnAll().finally(() => {
      this.#resuming = undefined;
    });
    await this.#resuming;
  }

  /**
   * Enters records into the tenant's log and then makes a confirmation what they say. Where only something is recorded, and
   * the log does not answer, nothing is left behind: whoever asked gets no answer either.
   *
   * @throws RangeError when a record is too large for the log; nothing has happened then
   */
  async commit(row: DeskRow | undefined, events: readonly ConfirmationEvent[]): Promise<void> {
    const step = { entryKey: crypto.randomUUID(), row, events };
    for (const entry of entriesOf(step)) leafOf(entry);
    this.#waiting.push(step);
    this.#batch ??= this.#commitNextTurn();
    const failure = (await this.#batch).get(step);
    if (failure !== undefined) throw failure.error;
  }

  /** Lets the steps that are on their way arrive, then carries them out together: what did not succeed, and why. */
  async #commitNextTurn(): Promise<Map<NewStep, Failure>> {
    await scheduler.wait(0);
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#batch = undefined;
    const { storage, noted } = this.#desk;
    const batch = storage.transactionSync(() =>
      waiting.map((step) => ({ step, noted: { ...step, number: steps.insertStep(storage.sql, step) } })),
    );
    noted();
    const failures = new Map<NewStep, Failure>();
    try {
      await this.#finish(batch.map((one) => one.noted));
    } catch (error) {
      // One that the log does not take takes no other along.
      for (const one of batch) {
        const failure = batch.length === 1 ? { error } : await this.#failureOf(one.noted);
        if (failure === undefined) continue;
        failures.set(one.step, failure);
        this.#leave(one.noted);
      }
    }
    return failures;
  }

  async #failureOf(step: steps.Step): Promise<Failure | undefined> {
    try {
      await this.#finish([step]);
      return undefined;
    } catch (error) {
      return { error };
    }
  }

  #leave({ number, row }: steps.Step): void {
    if (row === undefined) steps.deleteStep(this.#desk.storage.sql, number);
    else this.#left.set(number, { number, confirmation_id: row.confirmation_id, proposal_key: row.proposal_key });
  }

  async #carryOnAll(): Promise<void> {
    for (const number of this.#left.keys()) {
      try {
        const step = steps.readStep(this.#desk.storage.sql, number);
        if (step !== undefined) await this.#finish([step]);
        this.#left.delete(number);
      } catch {
        // The alarm and the next command try again; the others are not held up by it.
      }
    }
  }

  /** Enters the records of steps into the tenant's log, then makes the steps true. */
  async #finish(batch: readonly steps.Step[]): Promise<void> {
    const { storage, append, changed } = this.#desk;
    const positions = await append(batch.flatMap(entriesOf));
    let first = 0;
    const rows = batch.map(({ row, events }) => {
      const redemption = events.findIndex(({ event_type }) => event_type === "grant_redeemed");
      const index = redemption === -1 ? undefined : positions[first + redemption];
      first += events.length;
      return row && index !== undefined ? { ...row, redeemed_at_index: index } : row;
    });
    const written = rows.filter((row) => row !== undefined);
    storage.transactionSync(() => {
      for (const row of written) {
        writeConfirmation(storage.sql, row);
        for (const run of citedRuns(row)) {
          insertCitation(storage.sql, run, row.confirmation_id);
          steps.insertNotice(storage.sql, run, row.confirmation_id);
        }
      }
      for (const { number } of batch) steps.deleteStep(storage.sql, number);
    });
    for (const row of written) changed(row);
  }
}
