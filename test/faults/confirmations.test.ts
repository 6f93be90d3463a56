import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createClient } from "@operator/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Service } from "../service.ts";
import { isAlive } from "../support/processes.ts";
import { until } from "../support/until.ts";
import { Actor, clientsAt } from "./protocol-actor.ts";

const ROUNDS = 10;
const DEADLINE_MS = 60_000;
const POLICY_ACTORS = 4;
const PLAIN_ACTORS = 6;

/** A policy that has one host more for every number. */
const policy = (agent: string, n: number) =>
  `version: "1"\nagent:\n  name: ${agent}\negress:\n${Array.from({ length: n + 1 }, (_, host) => `  - domain: h${host}.example.org\n`).join("")}`;

const agents = Array.from({ length: POLICY_ACTORS }, (_, n) => `agent-${n}`);
const policyActors = agents.map(
  (agent) =>
    new Actor((n) => ({
      change_type: "policy_patch",
      rationale: "One host more.",
      patch: { agent, policy_yaml: policy(agent, n + 1) },
    })),
);
const plainActors = Array.from(
  { length: PLAIN_ACTORS },
  (_, actor) =>
    new Actor(
      (n) => ({ change_type: "credential_binding", rationale: "Needed.", patch: { credential: `c-${actor}-${n}` } }),
      actor % 2 === 1,
    ),
);
const actors = [...policyActors, ...plainActors];

let service: Service;

beforeAll(async () => {
  service = await Service.start();
  const admin = createClient({ baseUrl: service.baseUrl, apiKey: service.access.keys.admin });
  for (const agent of agents) await admin.putPolicy({ agent, body: policy(agent, 0) });
});
afterAll(() => service.remove());

function clients() {
  const { keys, reviewers } = service.access;
  return clientsAt(service.baseUrl, { agent: keys.agent, executor: keys.executor, reviewer: reviewers[0].token });
}

const settled = () => actors.reduce((sum, one) => sum + one.settled.length, 0);

/** The records of confirmations in the tenant's log, read from its database: whoever asks the service asks it for a favour. */
function recorded(): { event_type: string; confirmation: string; nonce: unknown }[] {
  const copy = join(service.folder, `copy-${Math.random()}`);
  cpSync(join(service.home, "state"), copy, { recursive: true });
  const files = readdirSync(copy, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".sqlite"));
  return files.flatMap((name) => {
    const database = new DatabaseSync(join(copy, name));
    const isLog = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'leaves'").all().length > 0;
    const rows = isLog ? database.prepare("SELECT entry FROM leaves WHERE kind = 'confirmation'").all() : [];
    database.close();
    return rows.map(({ entry }) => {
      const { body } = JSON.parse(Buffer.from(entry as Uint8Array).toString());
      return {
        event_type: body.event_type,
        confirmation: body.payload.confirmation_id,
        nonce: body.payload.nonce,
      };
    });
  });
}

describe("a service that is killed while ten take changes through the protocol", () => {
  it.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
    "carries every command that was interrupted to one end, round %i",
    async (round) => {
      const before = settled();
      const { processes } = service;
      const acting = Promise.all(actors.map((actor) => actor.run(clients())));
      const enough = until("confirmations", DEADLINE_MS, () => settled() - before >= 20 + 3 * round || undefined);
      // Whatever an actor finds wrong ends the round at once.
      await Promise.race([enough, acting]);
      if (round % 2 === 0) {
        service.kill("SIGKILL", "node");
        service.kill("SIGKILL", "workerd");
      } else {
        service.killAll("SIGKILL");
      }
      await acting;
      await service.ended();
      expect(Object.values(processes).filter(isAlive)).toEqual([]);
      await service.restart();
    },
  );

  it("has settled every confirmation, none twice", async () => {
    for (const actor of actors) await actor.run(clients(), () => actor.isIdle);
    const { agent } = clients();
    const all: string[] = [];
    for (const [index, actor] of actors.entries()) {
      const status = index >= POLICY_ACTORS && (index - POLICY_ACTORS) % 2 === 1 ? "declined" : "applied";
      for (const confirmation_id of actor.settled) {
        const confirmation = await agent.getConfirmation({ confirmation_id });
        expect([confirmation.status, confirmation.decisions.length]).toEqual([status, 1]);
        all.push(confirmation_id);
      }
    }
    expect(new Set(all).size).toBe(all.length);
    expect((await agent.listConfirmations({ status: "pending" })).items).toEqual([]);
    const admin = createClient({ baseUrl: service.baseUrl, apiKey: service.access.keys.admin });
    for (const [index, name] of agents.entries()) {
      const { revision } = await admin.getPolicy({ agent: name });
      expect(revision).toBe(1 + (policyActors[index]?.settled.length ?? 0));
    }
  });

  it("has one record of each proposal, decision, redemption and report, and the nonce of each receipt", async () => {
    await service.stop();
    const records = recorded();
    const names = records.map(({ event_type, confirmation }) => `${event_type} ${confirmation}`);
    const expected = actors.flatMap((actor, index) => {
      const declines = index >= POLICY_ACTORS && (index - POLICY_ACTORS) % 2 === 1;
      const types = ["confirmation_proposed", "confirmation_decided"];
      if (!declines) types.push("grant_redeemed", "apply_reported");
      return actor.settled.flatMap((id) => types.map((type) => `${type} ${id}`));
    });
    expect(names.toSorted()).toEqual(expected.toSorted());
    const nonces = new Map(records.flatMap((one) => (one.nonce === undefined ? [] : [[one.confirmation, one.nonce]])));
    for (const actor of actors) for (const [id, nonce] of actor.nonces) expect(nonces.get(id)).toBe(nonce);
  });

  it("was killed while answers to every command were under way", () => {
    const lost = { propose: 0, decide: 0, redeem: 0, report: 0 };
    for (const actor of actors) {
      for (const step of ["propose", "decide", "redeem", "report"] as const) lost[step] += actor.lost[step];
    }
    console.log(`${settled()} confirmations settled; answers lost: ${JSON.stringify(lost)}`);
    for (const count of Object.values(lost)) expect(count).toBeGreaterThan(0);
  });
});
