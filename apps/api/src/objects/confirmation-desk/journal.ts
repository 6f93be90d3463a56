import type { ConfirmationEvent } from "@operator/confirmation";
import { leafOf, type NewEntry } from "../audit-log/entry.ts";
import { citedRuns } from "./notice.ts";
import { type DeskRow, writeConfirmation } from "./statements.ts";
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

/**
 * How a confirmation changes: what it becomes is made durable as a step, then the step's records are entered into the
 * tenant's log, and only then is it true. Whatever ends the object in between, the step is carried on later: the log knows
 * its records again, so that each is entered once. A step that the log does not take keeps its own confirmation waiting
 * and no other.
 */
export class Journal {
  readonly #desk: Desk;
  /** Steps that are on nobody's way any more and still there. */
  readonly #left = new Map<number, steps.StepSubject>();
  #resuming: Promise<void> | undefined;

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
    const { storage, noted } = this.#desk;
    const step = { entryKey: crypto.randomUUID(), row, events };
    for (const entry of entriesOf(step)) leafOf(entry);
    const number = steps.insertStep(storage.sql, step);
    noted();
    try {
      await this.#finish({ ...step, number });
    } catch (error) {
      if (row === undefined) steps.deleteStep(storage.sql, number);
      else this.#left.set(number, { number, confirmation_id: row.confirmation_id, proposal_key: row.proposal_key });
      throw error;
    }
  }

  async #carryOnAll(): Promise<void> {
    for (const number of this.#left.keys()) {
      try {
        const step = steps.readStep(this.#desk.storage.sql, number);
        if (step !== undefined) await this.#finish(step);
        this.#left.delete(number);
      } catch {
        // The alarm and the next command try again; the others are not held up by it.
      }
    }
  }

  async #finish(step: steps.Step): Promise<void> {
    const { storage, append, changed } = this.#desk;
    const positions = await append(entriesOf(step));
    const index = positions[step.events.findIndex(({ event_type }) => event_type === "grant_redeemed")];
    const row = step.row && index !== undefined ? { ...step.row, redeemed_at_index: index } : step.row;
    storage.transactionSync(() => {
      if (row !== undefined) {
        writeConfirmation(storage.sql, row);
        for (const run of citedRuns(row)) steps.insertNotice(storage.sql, run, row.confirmation_id);
      }
      steps.deleteStep(storage.sql, step.number);
    });
    if (row !== undefined) changed(row);
  }
}
