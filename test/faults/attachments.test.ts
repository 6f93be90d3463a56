import { createClient } from "@operator/client";
import type { Attachment } from "@operator/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Service } from "../service.ts";
import { event } from "../support/events.ts";
import { until } from "../support/until.ts";

const ROUNDS = 6;
const WRITERS = 4;
const DEADLINE_MS = 60_000;

let service: Service;
/** What was acknowledged, with the text that was sent. */
const acknowledged = new Map<string, { attachment: Attachment; text: string }>();

beforeAll(async () => {
  service = await Service.start();
});
afterAll(() => service.remove());

function client() {
  return createClient({ baseUrl: service.baseUrl, apiKey: service.access.keys.runtime, retry: { attempts: 1 } });
}

const runOf = (writer: number, round: number) => `run_${round}_${writer}`;

/** Two parts and a piece, so that a kill falls into the middle of an upload. */
const textOf = (name: string) => `${`${name} wrote an ordinary line\n`.repeat(90_000)}end of ${name}\n`;

/** Attaches one text after the other until the service is gone. */
async function write(writer: number, round: number): Promise<void> {
  const run_id = runOf(writer, round);
  try {
    await client().ingestEvents({ run_id, body: { events: [event(run_id, {})] as never } });
    for (let number = 1; ; number++) {
      const name = `${writer}-${round}-${number}.log`;
      const text = textOf(name);
      const attachment = await client().attachEvidence({ run_id, name, body: text });
      acknowledged.set(`${run_id} ${name}`, { attachment, text });
    }
  } catch {
    // The service is gone; what was not answered may or may not be there.
  }
}

describe("a runtime that is killed while evidence is attached", () => {
  it.each(Array.from({ length: ROUNDS }, (_, index) => index + 1))(
    "has lost nothing that it acknowledged, and shows nothing in part, round %i",
    async (round) => {
      const before = acknowledged.size;
      const writing = Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer, round)));
      await until("attachments", DEADLINE_MS, () => acknowledged.size - before >= 2 + round || undefined);
      service.killAll("SIGKILL");
      await writing;
      await service.ended();
      await service.restart();
      for (let writer = 0; writer < WRITERS; writer++) {
        const run_id = runOf(writer, round);
        const { events } = await client().getRunTimeline({ run_id, limit: 200 });
        for (const { audit_seq, event_type } of events) {
          if (event_type !== "evidence_attached") continue;
          // Whatever the log names can be read whole, acknowledged or not.
          const found = await client().resolveEvidence({ run_id, type: "log", ref: `${audit_seq}:attachment:90001` });
          if (found.type === "log") expect(found.content).toMatch(/end of [\d-]+\.log$/);
        }
      }
    },
  );

  it("answers every acknowledged text as it was sent", async () => {
    expect(acknowledged.size).toBeGreaterThan(ROUNDS * 2);
    for (const { attachment, text } of acknowledged.values()) {
      const response = await client().getAttachment({ run_id: attachment.run_id, digest: attachment.digest });
      expect(await response.text()).toBe(text);
    }
  });

  it("knows an acknowledged attachment again", async () => {
    const [{ attachment, text } = {}] = acknowledged.values();
    if (attachment === undefined || text === undefined) throw new Error("nothing was attached");
    const { run_id, name } = attachment;
    expect(await client().attachEvidence({ run_id, name, body: text })).toEqual({ ...attachment, duplicate: true });
  });
});
