import { createClient } from "@operator/client";
import type { CreateKeyRequest, Scope } from "@operator/contract";
import type { Subject } from "./lib/load.ts";
import { compare, reportRatio } from "./lib/rounds.ts";
import { serve } from "./lib/workerd.ts";

/**
 * The confirmation protocol against a call of an object that does nothing. Every decision and every redemption is a first
 * one, of a confirmation of its own: proposed before the round, outside of the time that is taken.
 */
const options = {
  rounds: Number(process.env.BENCH_ROUNDS ?? 7),
  roundMs: Number(process.env.BENCH_ROUND_MS ?? 500),
};
/** As many proposers as it takes for what is pending at once: each may have fifty. */
const PROPOSERS = 60;
const PER_PROPOSER = 50;

const server = await serve();
const admin = createClient({ baseUrl: server.baseUrl, apiKey: server.adminKey });

async function keyOf(
  principal_id: string,
  principal_kind: CreateKeyRequest["principal_kind"],
  scopes: Scope[],
): Promise<string> {
  return (await admin.createKey({ body: { principal_id, principal_kind, scopes } })).key;
}

interface Proposed {
  by: string;
  id: string;
  digest: string;
}

let proposed = 0;

const change = (n: number) => ({
  change_type: "credential_binding" as const,
  rationale: "The agent needs this credential for its nightly report.",
  patch: { credential: `credential-${n}`, service: "reports" },
  credential_ids: [`credential-${n}`],
});

/** Confirmations that are pending and that no round has taken. */
const pending: Proposed[] = [];

/** Fills the desk up to fifty pending confirmations of each proposer. */
async function fill(keys: readonly string[]): Promise<void> {
  const more = keys.map(async (apiKey) => {
    const client = createClient({ baseUrl: server.baseUrl, apiKey });
    const made: Proposed[] = [];
    const missing = PER_PROPOSER - pending.filter(({ by }) => by === apiKey).length;
    for (let n = 0; n < missing; n++) {
      const one = await client.proposeChange({ body: change(++proposed) });
      made.push({ by: apiKey, id: one.confirmation_id, digest: one.candidate_digest });
    }
    return made;
  });
  pending.push(...(await Promise.all(more)).flat());
}

/** Takes one that no round has taken; a benchmark that runs out of them measures nothing. */
function next(from: Proposed[]): Proposed {
  const one = from.pop();
  if (one === undefined) throw new Error("the round was longer than its confirmations last");
  return one;
}

const json = (key: string) => ({ authorization: `Bearer ${key}`, "content-type": "application/json" });
const nothing: Subject = { name: "nothing", send: () => ({ method: "GET", url: `${server.baseUrl}/bare/nothing` }) };

async function ratio(label: string, goal: number, subject: Subject, prepare: () => Promise<void>): Promise<void> {
  const result = await compare(subject, nothing, { ...options, pid: server.pid(), prepare });
  const figures = `${Math.round(result.subject.rate)} against ${Math.round(result.baseline.rate)} answers/s; by CPU ${result.cpuRatio.toFixed(2)}`;
  reportRatio(label, result.ratio, goal, figures);
}

try {
  const proposers = await Promise.all(
    Array.from({ length: PROPOSERS }, (_, n) => keyOf(`proposer-${n}`, "agent", ["policy:propose", "runs:read"])),
  );
  const reviewer = await keyOf("reviewer", "human", ["confirmations:decide", "runs:read"]);
  const executor = await keyOf("executor", "service", ["grants:apply", "runs:read"]);
  const [spare = ""] = proposers;

  const post = (path: string, key: string, body: object) => ({
    method: "POST" as const,
    url: `${server.baseUrl}/v1/confirmations/${path}`,
    headers: json(key),
    body: Buffer.from(JSON.stringify(body)),
  });
  const decide = ({ id, digest }: Proposed) =>
    post(`${id}/decision`, reviewer, { decision: "approve", candidate_digest: digest });

  console.log(
    "ratio of answers a second to a call of an object that does nothing; median of paired rounds, 16 connections",
  );
  const decisions: Subject = { name: "decide", send: () => decide(next(pending)) };
  await ratio("decide, each a first decision", 0.65, decisions, () => fill(proposers));

  const approved: Proposed[] = [];
  const client = createClient({ baseUrl: server.baseUrl, apiKey: reviewer });
  const approve = async () => {
    await fill(proposers);
    for (const made = pending; made.length > 0; ) {
      const some = made.splice(-16);
      await Promise.all(
        some.map(({ id, digest }) =>
          client.decideConfirmation({ confirmation_id: id, body: { decision: "approve", candidate_digest: digest } }),
        ),
      );
      approved.push(...some);
    }
  };
  const redemptions: Subject = { name: "redeem", send: () => post(`${next(approved).id}/grant`, executor, {}) };
  await ratio("redeem, each a first redemption", 0.5, redemptions, approve);

  const repeated = createClient({ baseUrl: server.baseUrl, apiKey: spare });
  const same = await repeated.proposeChange({ body: change(++proposed) });
  const again: Subject = {
    name: "propose",
    send: () => ({ ...post("", spare, change(proposed)), url: `${server.baseUrl}/v1/confirmations`, expects: 201 }),
  };
  await ratio(`propose, the same again (${same.status})`, 0.5, again, async () => {});
} finally {
  await server.stop();
}
