import { IngestResult, type JsonObject } from "@operator/contract";
import { chained, type Link } from "../support/chain.ts";
import { event } from "../support/events.ts";

/** How a writer's events are known again: by their ids, by their source's chain, by the request's key, by the body. */
export const KINDS = ["ids", "chain", "key", "body"] as const;
export type Kind = (typeof KINDS)[number];

/** Events of a batch, unless it is larger by its number. */
const LEAST_EVENTS = 1;
const MOST_EVENTS = 6;

interface Batch {
  number: number;
  events: JsonObject[];
}

/**
 * Sends batch after batch to a run and keeps what was acknowledged. A batch whose answer was lost is sent again, the same
 * bytes, before any other: the writer cannot know whether it was stored.
 */
export class Writer {
  readonly runId: string;
  /** The event at every position of the run's log that an answer named. */
  readonly acknowledged = new Map<number, string>();
  /** Batches whose answer was lost and that turned out to be stored, or not. */
  readonly recovered = { stored: 0, notStored: 0 };
  batches = 0;

  private readonly name: string;
  private readonly kind: Kind;
  private last: Link = { seq: 0, hash: "" };
  private pending: Batch | undefined;

  constructor(runId: string, kind: Kind) {
    this.runId = runId;
    this.kind = kind;
    this.name = `${kind}_${runId}`;
  }

  /** Writes until the service is gone. Anything that is neither an acknowledgement nor a lost answer is an error. */
  async write(baseUrl: string, key: string): Promise<void> {
    for (;;) {
      const again = this.pending !== undefined;
      this.pending ??= this.nextBatch();
      const result = await this.send(this.pending, baseUrl, key);
      if (result === undefined) return;
      this.acknowledge(this.pending, result, again);
      this.pending = undefined;
    }
  }

  /** Sends what is unanswered and then stops, for the time when nothing is killed any more. */
  async finish(baseUrl: string, key: string): Promise<void> {
    const { pending } = this;
    if (pending === undefined) return;
    const result = await this.send(pending, baseUrl, key);
    if (result === undefined) throw new Error("the service is gone");
    this.acknowledge(pending, result, true);
    this.pending = undefined;
  }

  private nextBatch(): Batch {
    const number = ++this.batches;
    const count = LEAST_EVENTS + (number % MOST_EVENTS);
    const plain = Array.from({ length: count }, (_, index) => {
      const event_type = index === 0 ? "invoke" : `${this.name}_${number}_${index}`;
      const second = String(number % 60).padStart(2, "0");
      return event(
        this.runId,
        { event_type, timestamp: `2026-07-02T09:00:${second}.000Z` },
        { writer: this.name, number },
      );
    });
    if (this.kind === "ids") {
      return { number, events: plain.map((one, index) => ({ ...one, event_id: `${this.name}.${number}.${index}` })) };
    }
    if (this.kind !== "chain") return { number, events: plain };
    const events = chained(plain, this.last);
    this.last = { seq: this.last.seq + count, hash: String(events.at(-1)?.record_hash) };
    return { number, events };
  }

  /** What the service acknowledged, or `undefined` when its answer was lost. */
  private async send(batch: Batch, baseUrl: string, key: string): Promise<IngestResult | undefined> {
    const named = this.kind === "key" ? { "idempotency-key": `${this.name}.${batch.number}` } : {};
    let status: number;
    let text: string;
    try {
      const response = await fetch(`${baseUrl}/v1/runs/${this.runId}/events`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...named },
        body: JSON.stringify({ events: batch.events }),
      });
      status = response.status;
      text = await response.text();
    } catch {
      return undefined;
    }
    if (status !== 200) throw new Error(`${this.name} got ${status}: ${text}`);
    return IngestResult.parse(JSON.parse(text));
  }

  private acknowledge({ events }: Batch, { accepted, duplicates, rejected }: IngestResult, again: boolean): void {
    if (rejected.length > 0 || (accepted.length > 0 && duplicates.length > 0) || (!again && duplicates.length > 0)) {
      throw new Error(`${this.name}: a batch was stored in part, or before it was sent`);
    }
    if (again) this.recovered[duplicates.length > 0 ? "stored" : "notStored"]++;
    for (const { index, audit_seq } of [...accepted, ...duplicates]) {
      if (this.acknowledged.has(audit_seq)) throw new Error(`${this.name}: position ${audit_seq} was given twice`);
      this.acknowledged.set(audit_seq, String(events[index]?.event_type));
    }
  }
}
