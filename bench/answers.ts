import { createClient } from "@operator/client";
import { bodyTemplate, bodyWith, START_MS } from "./lib/events.ts";
import type { Subject } from "./lib/load.ts";
import { compare, reportRatio } from "./lib/rounds.ts";
import { serve } from "./lib/workerd.ts";

/** Answers against a call of an object that does nothing, and how they depend on the length of the run. */
const options = {
  rounds: Number(process.env.BENCH_ROUNDS ?? 9),
  roundMs: Number(process.env.BENCH_ROUND_MS ?? 600),
};
const LONG_RUN_BATCHES = 100;
const BATCH_EVENTS = 1000;
const COLD_STARTS = 5;

const server = await serve();
const operator = createClient({ baseUrl: server.baseUrl, apiKey: server.key });
const headers = { authorization: `Bearer ${server.key}` };

/** Fills a run with events and ends it with a failure. */
async function fill(runId: string, batches: number, events: number): Promise<void> {
  for (let batch = 0; batch < batches; batch++) {
    const template = bodyTemplate("clean", events, 11, START_MS + batch * events * 10);
    const text = bodyWith(template, batch)
      .toString()
      .replaceAll(/"run_id":"\w+"/g, `"run_id":"${runId}"`);
    await operator.ingestEvents({ run_id: runId, body: JSON.parse(text) });
  }
  const end = {
    timestamp: "2026-07-02T12:00:00.000Z",
    event_type: "run_failed",
    deployment_mode: "local" as const,
    actor: "daemon",
    payload: {
      run_id: runId,
      category: "import_failed",
      reason: "ModuleNotFoundError: No module named 'requests'",
      exit_code: 1,
    },
  };
  await operator.ingestEvents({ run_id: runId, body: { events: [end] } });
}

function get(name: string, path: string): Subject {
  return { name, send: () => ({ method: "GET", url: server.baseUrl + path, headers }) };
}

async function ratio(label: string, goal: number, subject: Subject, baseline: Subject): Promise<void> {
  const result = await compare(subject, baseline, { ...options, pid: server.pid() });
  const figures = `${Math.round(result.subject.rate)} against ${Math.round(result.baseline.rate)} answers/s; by CPU ${result.cpuRatio.toFixed(2)}`;
  reportRatio(label, result.ratio, goal, figures);
}

/** The path of the page that begins at this part of the run's timeline. */
async function pageAt(runId: string, part: number): Promise<string> {
  const pages = Math.floor((LONG_RUN_BATCHES * BATCH_EVENTS * part) / 200);
  let path = `/v1/runs/${runId}/timeline?limit=200`;
  for (let page = 0; page < pages; page++) {
    const response = await fetch(server.baseUrl + path, { headers });
    await response.body?.cancel();
    path = /<([^>]+)>/.exec(response.headers.get("link") ?? "")?.[1] ?? path;
  }
  return path;
}

/** The time of the first answer of a cold object, in milliseconds: the least of several starts. */
async function coldAnswer(path: string): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let start = 0; start < COLD_STARTS; start++) {
    await server.restart();
    // Another run's answer warms the Worker and the key's look-up, so that only the object is cold.
    await (await fetch(`${server.baseUrl}/v1/runs/unknown/summary`, { headers })).text();
    const before = performance.now();
    await (await fetch(server.baseUrl + path, { headers })).text();
    least = Math.min(least, performance.now() - before);
  }
  return least;
}

try {
  await fill("run_short", 1, 10);
  await fill("run_long", LONG_RUN_BATCHES, BATCH_EVENTS);
  console.log("ratio of answers a second; median of paired rounds, one workerd, 16 connections");
  const nothing = get("nothing", "/bare/nothing");
  for (const answer of ["summary", "failure", "next-action"]) {
    await ratio(
      `${answer} over an object that does nothing`,
      0.83,
      get(answer, `/v1/runs/run_short/${answer}`),
      nothing,
    );
  }
  const short = get("10 events", "/v1/runs/run_short/failure");
  const long = get("100000 events", "/v1/runs/run_long/failure");
  await ratio("failure, 100000 events over 10, warm", 0.87, long, short);
  const first = get("first page", "/v1/runs/run_long/timeline?limit=200");
  const late = get("page at 99 %", await pageAt("run_long", 0.99));
  await ratio("timeline page at 99 % over the first", 0.8, late, first);
  const coldShort = await coldAnswer("/v1/runs/run_short/failure");
  const coldLong = await coldAnswer("/v1/runs/run_long/failure");
  const figures = `${coldLong.toFixed(1)} against ${coldShort.toFixed(1)} ms`;
  reportRatio("failure, 10 events over 100000, cold object", coldShort / coldLong, 0.87, figures);
} finally {
  await server.stop();
}
