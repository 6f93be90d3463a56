import { createClient } from "@operator/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Service } from "../service.ts";
import { chained } from "../support/chain.ts";
import { event } from "../support/events.ts";
import { until } from "../support/until.ts";

const ROUNDS = 5;
const RUNS = 40;
const EVENTS = 250;

const DEADLINE_MS = 60_000;
/** Runs that are stored before the kill: each round begins behind what the ones before have stored. */
const runsBeforeKill = (round: number) => 3 + 7 * round;

let service: Service;
/** One log of many runs, whose records come in turn. */
const log = chained(
  Array.from({ length: RUNS * EVENTS }, (_, n) => {
    const step = Math.floor(n / RUNS);
    return event(`run_${n % RUNS}`, { event_type: step === 0 ? "run_start" : `step_${step}` }, { step });
  }),
);
const body = log.map((record) => `${JSON.stringify(record)}\n`).join("");

beforeAll(async () => {
  service = await Service.start();
});
afterAll(() => service.remove());

function client() {
  const apiKey = service.access.keys.runtime;
  return createClient({ baseUrl: service.baseUrl, apiKey, retry: { attempts: 1 } });
}

async function storedRuns(): Promise<number> {
  return (await client().listRuns({ limit: 100 })).items.length;
}

describe("a runtime that is killed while it imports", () => {
  it("has every record once, in its order, when the import is sent again", async () => {
    let interrupted = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const sent = client()
        .importAudit({ body })
        .then(
          () => false,
          () => true,
        );
      await until(
        "some runs to be stored",
        DEADLINE_MS,
        async () => (await storedRuns()) >= runsBeforeKill(round) || undefined,
      );
      service.killAll("SIGKILL");
      if (await sent) interrupted++;
      await service.ended();
      await service.restart();
    }
    expect(interrupted).toBeGreaterThan(0);
    const { runs } = await client().importAudit({ body });
    expect(runs.map(({ accepted, duplicates }) => accepted + duplicates)).toEqual(Array(RUNS).fill(EVENTS));
    console.log(
      `${interrupted} imports interrupted; the last one stored ${runs.reduce((n, run) => n + run.accepted, 0)}`,
    );
    for (const run_id of ["run_0", "run_17", "run_39"]) {
      const types: string[] = [];
      for await (const { events } of client().pages("getRunTimeline", { run_id, limit: 200 })) {
        types.push(
          ...events.toSorted((a, b) => (a.audit_seq ?? 0) - (b.audit_seq ?? 0)).map(({ event_type }) => event_type),
        );
      }
      expect(types).toEqual(["run_start", ...Array.from({ length: EVENTS - 1 }, (_, n) => `step_${n + 1}`)]);
    }
  });
});
