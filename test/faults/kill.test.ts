import { createClient } from "@operator/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Service } from "../service.ts";
import { isAlive } from "../support/processes.ts";
import { until } from "../support/until.ts";
import { KINDS, Writer } from "./writer.ts";

const ROUNDS = 10;
const RUNS = ["run_a", "run_b", "run_c", "run_d"];
const DEADLINE_MS = 60_000;
/** Events that are acknowledged in a round before the kill; it differs by round, so that the kill falls elsewhere. */
const eventsBeforeKill = (round: number) => 150 + 97 * round;

let service: Service;
/** Sixteen: one of each kind for each run. */
const writers = RUNS.flatMap((runId) => KINDS.map((kind) => new Writer(runId, kind)));

beforeAll(async () => {
  service = await Service.start();
});
afterAll(() => service.remove());

function client() {
  return createClient({ baseUrl: service.baseUrl, apiKey: service.access.keys.runtime });
}

/** The type of the event at each position of a run's log, and how often a position was shown. */
async function storedIn(runId: string): Promise<{ types: Map<number, string>; count: number }> {
  const types = new Map<number, string>();
  let count = 0;
  for await (const { events } of client().pages("getRunTimeline", { run_id: runId, limit: 200 })) {
    count += events.length;
    for (const { audit_seq = 0, event_type } of events) types.set(audit_seq, event_type);
  }
  return { types, count };
}

async function killUnderLoad(round: number): Promise<void> {
  const { baseUrl, access, processes } = service;
  const sum = () => writers.reduce((total, { acknowledged }) => total + acknowledged.size, 0);
  const before = sum();
  const writing = Promise.all(writers.map((writer) => writer.write(baseUrl, access.keys.runtime)));
  const enough = until("acknowledgements", DEADLINE_MS, () => sum() - before >= eventsBeforeKill(round) || undefined);
  // Whatever a writer finds wrong ends the round at once.
  await Promise.race([enough, writing]);
  if (round % 2 === 0) {
    service.kill("SIGKILL", "node");
    service.kill("SIGKILL", "workerd");
  } else {
    service.killAll("SIGKILL");
  }
  await writing;
  await service.ended();
  expect(Object.values(processes).filter(isAlive)).toEqual([]);
}

async function expectNothingLost(): Promise<void> {
  for (const runId of RUNS) {
    const { types } = await storedIn(runId);
    for (const writer of writers.filter((one) => one.runId === runId)) {
      for (const [seq, type] of writer.acknowledged) expect([seq, types.get(seq)]).toEqual([seq, type]);
    }
  }
}

describe("a runtime that is killed under sixteen writers", () => {
  it.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
    "has lost nothing that it acknowledged, round %i",
    async (round) => {
      await killUnderLoad(round);
      await service.restart();
      await expectNothingLost();
    },
  );

  it("has stored everything once in the end, without a gap", async () => {
    const { baseUrl, access } = service;
    await Promise.all(writers.map((writer) => writer.finish(baseUrl, access.keys.runtime)));
    for (const runId of RUNS) {
      const { types, count } = await storedIn(runId);
      const acknowledged = writers.flatMap((writer) => (writer.runId === runId ? [...writer.acknowledged] : []));
      expect(new Map(acknowledged)).toEqual(types);
      expect(acknowledged).toHaveLength(count);
      expect([...types.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    }
  });

  it("has kept the fold of every run in step with its log", async () => {
    for (const runId of RUNS) {
      const { types, count } = await storedIn(runId);
      const { invocations } = await client().summarizeRun({ run_id: runId });
      expect(invocations).toBe([...types.values()].filter((type) => type === "invoke").length);
      await until("the index to know the run's last event", DEADLINE_MS, async () => {
        const { items } = await client().listRuns();
        return items.find((item) => item.run_id === runId)?.events === count || undefined;
      });
    }
  });

  it("was killed while answers were under way", () => {
    const stored = writers.reduce((sum, { recovered }) => sum + recovered.stored, 0);
    const lost = writers.reduce((sum, { recovered }) => sum + recovered.notStored, 0) + stored;
    const acknowledged = writers.reduce((sum, writer) => sum + writer.acknowledged.size, 0);
    console.log(`${acknowledged} events acknowledged, ${lost} batches sent again, ${stored} of them stored before`);
    expect(lost).toBeGreaterThan(ROUNDS);
  });
});
