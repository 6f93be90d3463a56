import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createClient } from "@operator/client";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { freePort, freshFolder, Service } from "../service.ts";
import { event } from "../support/events.ts";
import { type Launched, launch } from "../support/launch.ts";
import { isAlive, livingMembers } from "../support/processes.ts";
import { until } from "../support/until.ts";

const RUN = "run_kept";
const DEADLINE_MS = 60_000;

const shared = inject("service");
let service: Service;
let folder: string;

beforeAll(async () => {
  folder = freshFolder();
  service = await Service.start();
  const events = [event(RUN, { event_type: "run_start" }), event(RUN, { event_type: "run_failed" })];
  await clientOf(service).ingestEvents({ run_id: RUN, body: { events: events as never } });
});

afterAll(async () => {
  await service.remove();
  rmSync(folder, { recursive: true, force: true });
});

function clientOf({ baseUrl, access }: Pick<Service, "baseUrl" | "access">) {
  return createClient({ baseUrl, apiKey: access.keys.runtime, retry: { attempts: 1 } });
}

/** What the instance tells of the run that was stored at first. */
async function toldBy(instance: Service): Promise<object[]> {
  const client = clientOf(instance);
  const run = { run_id: RUN };
  return [await client.listRuns(), await client.explainFailure(run), await client.getRunTimeline(run)];
}

/** What a start printed beyond what npm itself says. */
function printedLines(launched: Launched): string[] {
  const lines = launched.output().split("\n");
  return lines.filter((line) => line !== "" && !/^(>|npm )/.test(line));
}

let starts = 0;

/** Runs `npm start` where it must fail, and returns its lines and its exit code. */
async function failedStart(settings: Record<string, string>): Promise<{ code: unknown; lines: string[] }> {
  const launched = launch(settings, join(folder, `start-${++starts}.log`));
  const code = await launched.ended();
  return { code, lines: printedLines(launched) };
}

describe("a start that cannot be", () => {
  it.each(["abc", "0", "-1", "65536", "80.5", "8787 "])("for PORT=%j says so in one line", async (PORT) => {
    const { code, lines } = await failedStart({ PORT, OPERATOR_HOME: join(folder, "no-port") });
    expect(lines).toEqual(["operator: PORT must be a number from 1 to 65535"]);
    expect(code).toBe(1);
    expect(existsSync(join(folder, "no-port"))).toBe(false);
  });

  it("because the port is taken by another instance says so in one line", async () => {
    const { port } = new URL(shared.baseUrl);
    const { code, lines } = await failedStart({ PORT: port, OPERATOR_HOME: join(folder, "taken-port") });
    expect(lines).toEqual([`operator: port ${port} is taken; set PORT to another one`]);
    expect(code).toBe(1);
  });

  it("because the port is taken by a stranger says so in one line", async () => {
    const stranger = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => stranger.listen(port, "127.0.0.1", resolve));
    const { code, lines } = await failedStart({ PORT: String(port), OPERATOR_HOME: join(folder, "taken-port") });
    stranger.close();
    expect(lines).toEqual([`operator: port ${port} is taken; set PORT to another one`]);
    expect(code).toBe(1);
  });

  it("because the home is in use says so in one line, and leaves the other alone", async () => {
    const { node } = service.processes;
    const { code, lines } = await failedStart({ PORT: String(await freePort()), OPERATOR_HOME: service.home });
    expect(lines).toEqual([`operator: another instance (process ${node}) is running on this OPERATOR_HOME`]);
    expect(code).toBe(1);
    expect(service.processes.node).toBe(node);
    await clientOf(service).listRuns();
  });

  it("because the home is no folder says so in one line", async () => {
    const file = join(folder, "a-file");
    writeFileSync(file, "");
    const { code, lines } = await failedStart({ PORT: String(await freePort()), OPERATOR_HOME: file });
    expect(lines).toEqual([expect.stringMatching(/^operator: OPERATOR_HOME cannot be made into a folder/)]);
    expect(code).toBe(1);
  });
});

it("two starts at once on one home leave one of them running", async () => {
  const home = join(folder, "contended");
  mkdirSync(home);
  const ports = [await freePort(), await freePort()];
  const both = ports.map((port, n) =>
    launch({ PORT: String(port), OPERATOR_HOME: home }, join(folder, `both-${n}.log`)),
  );
  const loser = await until("one of them to give way", DEADLINE_MS, () => both.find((one) => one.exit() !== undefined));
  const winner = both.find((one) => one !== loser);
  expect(printedLines(loser)).toEqual([expect.stringContaining("is running on this OPERATOR_HOME")]);
  await until("the other to be ready", DEADLINE_MS, () => winner?.output().includes("is ready") || undefined);
  process.kill(winner?.npm ?? 0, "SIGTERM");
  expect(await winner?.ended()).toBe(0);
});

it("two instances side by side know nothing of each other", async () => {
  const foreign = createClient({ baseUrl: service.baseUrl, apiKey: shared.access.keys.runtime });
  await expect(foreign.listRuns()).rejects.toMatchObject({ code: "invalid_api_key" });
  const { items } = await createClient({ baseUrl: shared.baseUrl, apiKey: shared.access.keys.runtime }).listRuns();
  expect(items.map(({ run_id }) => run_id)).not.toContain(RUN);
});

describe("on the same home, a further start", () => {
  it("on another port keeps the keys and the runs, and names its new address", async () => {
    const before = service.access;
    const told = await toldBy(service);
    await service.stop();
    await service.restart(await freePort());
    expect(service.access).toEqual({ ...before, base_url: service.baseUrl });
    expect(service.baseUrl).not.toBe(before.base_url);
    expect(await toldBy(service)).toEqual(told);
  });

  const ENDS: { title: string; end: (instance: Service) => void; exit: number | NodeJS.Signals }[] = [
    { title: "SIGINT to npm", end: (instance) => instance.kill("SIGINT"), exit: 0 },
    { title: "SIGTERM to npm", end: (instance) => instance.kill("SIGTERM"), exit: 0 },
    { title: "Ctrl-C in the terminal", end: (instance) => instance.killAll("SIGINT"), exit: 0 },
    { title: "a terminal that is closed", end: (instance) => instance.killAll("SIGHUP"), exit: "SIGHUP" },
    { title: "kill -9 of npm alone", end: (instance) => instance.kill("SIGKILL"), exit: "SIGKILL" },
    { title: "kill -9 of everything", end: (instance) => instance.killAll("SIGKILL"), exit: "SIGKILL" },
  ];

  it.each(ENDS)("after $title finds everything, and no process was left behind", async ({ end, exit }) => {
    const { access, processes } = service;
    const told = await toldBy(service);
    end(service);
    expect(await service.ended()).toBe(exit);
    expect(Object.values(processes).filter(isAlive)).toEqual([]);
    await service.restart();
    expect(service.access).toEqual(access);
    expect(await toldBy(service)).toEqual(told);
  });

  it("after kill -9 of node alone ends the runtime that outlived it, and finds everything", async () => {
    const { access, processes } = service;
    const told = await toldBy(service);
    service.kill("SIGKILL", "node");
    await until("npm to end", DEADLINE_MS, () => !isAlive(processes.npm) || undefined);
    // This is the case in point: a second runtime on the same folder would tear the databases of the first.
    expect(isAlive(processes.workerd)).toBe(true);
    await service.restart();
    expect(Object.values(processes).filter(isAlive)).toEqual([]);
    expect(service.access).toEqual(access);
    expect(await toldBy(service)).toEqual(told);
  });

  it("respects a process that has the id of an earlier one by chance", async () => {
    await service.stop();
    const bystander = spawn("sleep", ["600"], { stdio: "ignore" });
    for (const file of ["workerd.pid", "runtime.pid"]) writeFileSync(join(service.home, file), String(bystander.pid));
    await service.restart();
    expect(isAlive(bystander.pid ?? 0)).toBe(true);
    bystander.kill("SIGKILL");
  });
});

it("a runtime that is killed is replaced, with everything stored", async () => {
  const { node, workerd } = service.processes;
  const told = await toldBy(service);
  service.kill("SIGKILL", "workerd");
  const replaced = () => {
    const pid = Number(readFileSync(join(service.home, "workerd.pid"), "utf8"));
    return (pid !== workerd && isAlive(pid)) || undefined;
  };
  await until("another runtime", DEADLINE_MS, replaced);
  const answers = async () => (await fetch(`${service.baseUrl}/healthz`).catch(() => undefined))?.ok || undefined;
  await until("an answer", DEADLINE_MS, answers);
  expect(service.processes.node).toBe(node);
  expect(await toldBy(service)).toEqual(told);
});

it("npm that is killed while the service starts leaves no process behind", async () => {
  const home = join(folder, "orphaned");
  const launched = launch({ PORT: String(await freePort()), OPERATOR_HOME: home }, join(folder, "orphaned.log"));
  await until("the start to claim its home", DEADLINE_MS, () => existsSync(join(home, "runtime.pid")) || undefined);
  process.kill(launched.npm, "SIGKILL");
  await launched.ended();
  expect(livingMembers(launched.npm)).toEqual([]);
  expect(existsSync(join(home, "runtime.pid"))).toBe(false);
});
