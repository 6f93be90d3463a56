import { bodyTemplate, bodyWith, type EventKind, RUN_ID } from "./lib/events.ts";
import type { Subject } from "./lib/load.ts";
import { type Comparison, compare, reportRatio } from "./lib/rounds.ts";
import { serve } from "./lib/workerd.ts";

/** Ingest against the bare insert of the same bytes, and against the pipeline that one would write first. */
const options = {
  rounds: Number(process.env.BENCH_ROUNDS ?? 9),
  roundMs: Number(process.env.BENCH_ROUND_MS ?? 600),
};

const server = await serve();
const json = { "content-type": "application/json", authorization: `Bearer ${server.key}` };

function subject(name: string, path: string, kind: EventKind, events: number): Subject {
  const template = bodyTemplate(kind, events, 7);
  const url = server.baseUrl + path;
  return {
    name,
    send: (number) => ({ method: "POST", url, headers: json, body: bodyWith(template, number) }),
  };
}

function perSecond(result: Comparison, events: number): string {
  return `${Math.round(result.subject.rate * events)} against ${Math.round(result.baseline.rate * events)} events/s; by CPU ${result.cpuRatio.toFixed(2)}`;
}

const STAGE_EVENTS = 100;
const STAGE_TIMES = 300;

/** Sends a body to the Worker that runs one stage on it many times, and takes the time: the least of a few tries. */
async function stageMs(stage: string, times: number, body: Buffer): Promise<number> {
  const query = new URLSearchParams({ stage, times: String(times), run: RUN_ID });
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 3; attempt++) {
    const start = performance.now();
    await (await fetch(`${server.baseUrl}/stages?${query}`, { method: "POST", body: new Uint8Array(body) })).text();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

/** Where the time of the Worker goes; what an ingest costs beyond is the call of the object and its storage. */
async function reportStages(kind: EventKind): Promise<void> {
  const body = bodyWith(bodyTemplate(kind, STAGE_EVENTS, 7), 1);
  const response = await fetch(`${server.baseUrl}/stages?run=${RUN_ID}`, {
    method: "POST",
    body: new Uint8Array(body),
  });
  const stages = (await response.json()) as string[];
  const nothing = await stageMs("", 0, body);
  const costs: string[] = [];
  for (const stage of stages) {
    const us = ((await stageMs(stage, STAGE_TIMES, body)) - nothing) / STAGE_TIMES / STAGE_EVENTS;
    costs.push(`${stage} ${(us * 1000).toFixed(2)}`);
  }
  console.log(`us an event in the Worker, ${kind}: ${costs.join("; ")}`);
}

const service = `/v1/runs/${RUN_ID}/events`;
try {
  console.log("ratio of answers a second, service / baseline; median of paired rounds, one workerd, 16 connections");
  for (const [kind, events, goal] of [
    ["clean", 100, 0.4],
    ["noisy", 100, 0.33],
    ["secret", 100, 0.33],
    ["clean", 1, 0.6],
    ["clean", 1000, 0.27],
  ] as const) {
    const bare = subject("bare", "/bare/insert", kind, events);
    const result = await compare(subject("service", service, kind, events), bare, { ...options, pid: server.pid() });
    const over = ((result.subject.cpuUs - result.baseline.cpuUs) / events).toFixed(1);
    const figures = `${perSecond(result, events)}; ${over} us CPU an event over the baseline`;
    reportRatio(`ingest x${events}, ${kind}, over bare insert`, result.ratio, goal, figures);
  }
  const naive = subject("naive", "/naive/insert", "clean", 100);
  const result = await compare(subject("service", service, "clean", 100), naive, { ...options, pid: server.pid() });
  reportRatio("ingest x100, clean, over the naive pipeline", result.ratio, 5, perSecond(result, 100));
  for (const kind of ["clean", "noisy", "secret"] as const) await reportStages(kind);
} finally {
  await server.stop();
}
