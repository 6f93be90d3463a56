import { createHash } from "node:crypto";
import { fromBase64, parseCheckpoint, verifyConsistency } from "@operator/audit";
import { createClient, type OperatorClient, OperatorProblem } from "@operator/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Service } from "../service.ts";
import { event } from "../support/events.ts";
import { until } from "../support/until.ts";

const ROUNDS = 20;
const HANDS = 4;
const DEADLINE_MS = 60_000;
/** Checkpoints that are answered in a round before the kill; it differs by round, so that the kill falls elsewhere. */
const answersBeforeKill = (round: number) => 10 + 5 * round;

const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest();

let service: Service;
/** Every checkpoint that was ever answered, by its size. */
const notes = new Map<number, string>();
let answers = 0;
let runs = 0;
/** The runs whose end was acknowledged. */
const ended: string[] = [];

beforeAll(async () => {
  service = await Service.start();
});
afterAll(() => service.remove());

function clientWith(apiKey: string) {
  return createClient({ baseUrl: service.baseUrl, apiKey, retry: { attempts: 1 } });
}

/** Goes on until the service is gone; whatever else goes wrong is thrown. */
async function untilKilled(step: () => Promise<void>): Promise<void> {
  try {
    for (;;) await step();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

/** Ends a run, whose head enters the log before the answer. */
async function endRun(): Promise<void> {
  const run_id = `run_${++runs}`;
  const events = [event(run_id, { event_type: "run_complete" })];
  await clientWith(service.access.keys.runtime).ingestEvents({ run_id, body: { events: events as never } });
  ended.push(run_id);
}

function remember({ checkpoint, size }: { checkpoint: string; size: number }): void {
  const known = notes.get(size) ?? checkpoint;
  if (known !== checkpoint) throw new Error(`size ${size} was signed twice`);
  notes.set(size, checkpoint);
}

/** Asks for a checkpoint, again and again, none of which may be smaller than the one before. */
function reader(): () => Promise<void> {
  let least = Math.max(0, ...notes.keys());
  return async () => {
    const answer = await clientWith(service.access.keys.admin).getCheckpoint();
    if (answer.size < least) throw new Error(`the log shrank from ${least} to ${answer.size}`);
    least = answer.size;
    remember(answer);
    answers++;
  };
}

async function killWhileSigning(round: number): Promise<void> {
  const before = answers;
  const hands = Array.from({ length: HANDS }, () => [untilKilled(endRun), untilKilled(reader())]).flat();
  const enough = () => answers - before >= answersBeforeKill(round) || undefined;
  await Promise.race([until("checkpoints", DEADLINE_MS, enough), Promise.all(hands)]);
  service.killAll("SIGKILL");
  await Promise.all(hands);
  await service.ended();
}

const rootIn = (note: string) => parseCheckpoint(note.slice(0, note.indexOf("\n\n") + 1))?.root ?? new Uint8Array();

/** A proof, once the run's head has come into the log: an answer that was cut off may leave that to the run's alarm. */
async function proofIfReady(admin: OperatorClient, run_id: string) {
  try {
    return await admin.getProof({ run_id, seq: 1 });
  } catch (error) {
    if (error instanceof OperatorProblem && error.code === "proof_not_ready") return undefined;
    throw error;
  }
}

describe("a runtime that is killed while it signs", () => {
  it.each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
    "goes on from the largest tree that it signed, round %i",
    async (round) => {
      await killWhileSigning(round);
      await service.restart();
      const current = await clientWith(service.access.keys.admin).getCheckpoint();
      expect(current.size).toBeGreaterThanOrEqual(Math.max(...notes.keys()));
      remember(current);
    },
  );

  it("proves that every tree that it ever signed is the beginning of the last one", async () => {
    const admin = clientWith(service.access.keys.admin);
    for (const [oldSize, note] of notes) {
      if (oldSize === 0) continue;
      const { proof, checkpoint } = await admin.getConsistency({ old_size: oldSize });
      const claim = {
        oldSize,
        oldRoot: rootIn(note),
        newSize: checkpoint.size,
        newRoot: rootIn(checkpoint.checkpoint),
        proof: proof.map((hash) => fromBase64(hash) ?? new Uint8Array()),
      };
      expect([oldSize, verifyConsistency(claim, sha256)]).toEqual([oldSize, true]);
    }
    console.log(`${answers} checkpoints answered, of ${notes.size} sizes, up to ${Math.max(...notes.keys())}`);
    expect(notes.size).toBeGreaterThan(ROUNDS);
  });

  it("has the head of every run whose end it acknowledged in the log", async () => {
    const admin = clientWith(service.access.keys.admin);
    for (const run_id of ended) {
      const { run_head } = await until(`the head of ${run_id}`, DEADLINE_MS, () => proofIfReady(admin, run_id));
      expect(run_head).toMatchObject({ run_id, next_seq: 2 });
    }
  });
});
