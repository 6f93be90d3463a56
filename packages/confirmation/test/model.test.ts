import type { Candidate, RequiredApprovals } from "@operator/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { candidateDigest } from "../src/candidate/candidate.ts";
import type { Command } from "../src/protocol/command.ts";
import type { Decider, Principal } from "../src/protocol/principal.ts";
import { ConfirmationState, FINAL } from "../src/protocol/state.ts";
import { type Outcome, transition } from "../src/protocol/transition.ts";
import { ANA, at, BASE, BEN, CLEO, digest, freeze, OTHER, pendingState, person, START, service } from "./fixtures.ts";

/** The world around a confirmation, and what has been accepted in it. */
interface World {
  now: number;
  policy: string;
  directory: Map<string, Decider>;
  state: ConfirmationState;
  declined: boolean;
  redemptions: number;
  reports: number;
}

/** Either something that is sent or something that happens. */
type Step = { name: string; take(world: World): Command | undefined };

const PROPOSER = "reporter-agent";
const HUMANS = [ANA, BEN, CLEO, person("dan", { groups: ["security", "platform"] })];
const IMPOSTORS = [
  person(PROPOSER),
  person("bot", { kind: "agent" }),
  person("daemon", { kind: "service" }),
  person("eva", { scopes: ["confirmations:decide", "policy:propose"] }),
  person("fred", { scopes: ["runs:read"] }),
  person("gina", { createdBy: [PROPOSER] }),
];
const EXECUTORS: Principal[] = [
  service("executor"),
  service("second"),
  service(PROPOSER),
  service("ana", { kind: "human" }),
  service("reader", { scopes: ["runs:read"] }),
];

const decideStep = fc
  .record({
    who: fc.constantFrom(...HUMANS, ...HUMANS, ...HUMANS, ...IMPOSTORS),
    decision: fc.constantFrom("approve", "approve", "approve", "decline"),
    other: fc.boolean(),
  })
  .map(({ who, decision, other }): Step => {
    const take = (world: World): Command => ({
      kind: "decide",
      decider: world.directory.get(who.id) ?? who,
      decision,
      candidateDigest: other ? OTHER : world.state.candidate_digest,
      policyDigest: world.policy,
    });
    return { name: `${who.id} says ${decision}${other ? " to other bytes" : ""}`, take };
  });

const redeemStep = fc.constantFrom(EXECUTORS[0], ...EXECUTORS).map((executor = service("executor")): Step => {
  const take = ({ directory, policy }: World): Command => {
    const nonce = "nonce-0123456789abcdef";
    return { kind: "redeem", executor, nonce, approvers: [...directory.values()], policyDigest: policy };
  };
  return { name: `${executor.id} redeems`, take };
});

const reportStep = fc
  .record({
    executor: fc.constantFrom("executor", "executor", "second"),
    outcome: fc.constantFrom("applied", "failed"),
    baseMoved: fc.boolean(),
  })
  .map((said): Step => ({ name: `${said.executor} reports`, take: () => ({ kind: "report", ...said }) }));

const serviceStep = fc.constantFrom<Step>(
  { name: "alarm", take: () => ({ kind: "expire" }) },
  { name: "proposer cancels", take: () => ({ kind: "cancel", by: PROPOSER }) },
  { name: "other cancels", take: () => ({ kind: "cancel", by: "ana" }) },
  { name: "news", take: ({ policy }) => ({ kind: "supersede", agent: "reporter", policyDigest: policy }) },
  { name: "news of another agent", take: () => ({ kind: "supersede", agent: "writer", policyDigest: OTHER }) },
);

const withdraw = fc.constantFrom(...HUMANS).map(({ id }): Step => {
  return { name: `${id} leaves`, take: ({ directory }) => void directory.delete(id) };
});
const regroup = fc.constantFrom(...HUMANS).map((one): Step => {
  const take = ({ directory }: World) => void directory.set(one.id, { ...one, groups: ["platform"] });
  return { name: `${one.id} is in platform alone`, take };
});
const demote = fc
  .record({
    one: fc.constantFrom(...HUMANS),
    scopes: fc.constantFrom<Decider["scopes"]>(["runs:read"], ["confirmations:decide", "policy:write"]),
  })
  .map(({ one, scopes }): Step => {
    return { name: `${one.id} may ${scopes}`, take: ({ directory }) => void directory.set(one.id, { ...one, scopes }) };
  });
const worldStep = fc.constantFrom<Step>(
  { name: "the policy moves", take: (world) => void Object.assign(world, { policy: OTHER }) },
  {
    name: "stored bytes change",
    take(world) {
      const candidate = { ...world.state.candidate, affected_destinations: ["evil.example:443"] };
      world.state = { ...world.state, candidate };
    },
  },
);
const wait = fc
  .constantFrom(1000, 60_000, 9 * 60_000, 11 * 60_000, 60 * 60_000, 4 * 60 * 60_000)
  .map((ms): Step => ({ name: `${ms} ms pass`, take: (world) => void Object.assign(world, { now: world.now + ms }) }));

const step = fc.oneof(
  { weight: 12, arbitrary: decideStep },
  { weight: 6, arbitrary: redeemStep },
  { weight: 4, arbitrary: reportStep },
  { weight: 2, arbitrary: serviceStep },
  { weight: 2, arbitrary: withdraw },
  { weight: 2, arbitrary: regroup },
  { weight: 2, arbitrary: demote },
  { weight: 1, arbitrary: worldStep },
  { weight: 3, arbitrary: wait },
);

const candidates = fc
  .record({
    evaluatedRisk: fc.constantFrom("low", "medium", "high"),
    approvals: fc.integer({ min: 1, max: 3 }),
    groups: fc.subarray(["security", "platform"]),
  })
  .map(({ evaluatedRisk, approvals, groups }): Candidate => {
    const members = new Map(
      groups.map((name) => [name, HUMANS.filter((one) => one.groups.includes(name)).map((one) => one.id)]),
    );
    return freeze({}, { evaluatedRisk, rules: [{ approvals, groups }], groups: members });
  });

/** Whether each group has a person of its own: tries every assignment. */
function covers(groups: RequiredApprovals["groups"], people: readonly Decider[]): boolean {
  const [first, ...rest] = groups;
  if (first === undefined) return true;
  return people.some(
    (one) =>
      one.groups.includes(first.group) &&
      first.members.includes(one.id) &&
      covers(
        rest,
        people.filter(({ id }) => id !== one.id),
      ),
  );
}

/** What must hold whenever a grant is redeemed, said without the machine. */
function expectRedeemable(before: ConfirmationState, world: World, candidate: Candidate): void {
  const votes = world.state.votes.filter((vote) => vote.void === undefined);
  const live = votes.flatMap(({ decider }) => world.directory.get(decider) ?? []);
  expect(
    votes.every((vote) => vote.decision === "approve" && vote.candidate_digest === candidateDigest(candidate, digest)),
  ).toBe(true);
  expect(new Set(live.map(({ id }) => id)).size).toBeGreaterThanOrEqual(candidate.required_approvals.approvals);
  expect(live.every(({ scopes }) => scopes[0] === "confirmations:decide" && !scopes.includes("policy:write"))).toBe(
    true,
  );
  expect(covers(candidate.required_approvals.groups, live)).toBe(true);
  expect(before.grant?.expires_at).toBeGreaterThan(world.now);
  expect([before.status, world.policy, world.declined]).toEqual(["approved", BASE, false]);
}

/** What must hold after every step. */
function expectSound(
  before: ConfirmationState,
  command: Command,
  outcome: Outcome,
  world: World,
  candidate: Candidate,
) {
  const { state } = world;
  if (FINAL.has(before.status)) expect(state).toBe(before);
  if (outcome.ok && !outcome.replayed) {
    if (command.kind === "decide" || command.kind === "redeem") expect(state.candidate).toEqual(candidate);
    if (command.kind === "decide") expect(command.candidateDigest).toBe(candidateDigest(candidate, digest));
    if (command.kind === "decide" && command.decision === "decline") world.declined = true;
    if (command.kind === "redeem") world.redemptions++;
    if (command.kind === "redeem") expectRedeemable(before, world, candidate);
    if (command.kind === "report") world.reports++;
  }
  expect([world.redemptions, world.reports].every((times) => times <= 1)).toBe(true);
  const counted = state.votes.filter((vote) => vote.void === undefined).map(({ decider }) => decider);
  expect(new Set(counted).size).toBe(counted.length);
  expect(state.votes.every(({ decider }) => HUMANS.some(({ id }) => id === decider))).toBe(true);
  if (world.declined) expect(state.status).toBe("declined");
  if (state.status === "approved") {
    expect(counted.length).toBeGreaterThanOrEqual(candidate.risk_level === "high" ? 2 : 1);
  }
  expect(state.closed_at !== undefined).toBe(FINAL.has(state.status));
}

test("No sequence of commands decides twice, redeems twice, approves changed bytes, lets the wrong ones decide or leaves a final state", () => {
  const reached = new Set<string>();
  fc.assert(
    fc.property(candidates, fc.array(step, { maxLength: 40, size: "max" }), (candidate, steps) => {
      const directory = new Map(HUMANS.map((one) => [one.id, one]));
      const state = pendingState(candidate);
      const world: World = { now: START, policy: BASE, directory, state, declined: false, redemptions: 0, reports: 0 };
      for (const { take } of steps) {
        const command = take(world);
        if (command === undefined) continue;
        const before = world.state;
        const outcome = transition(before, command, at(world.now));
        world.state = outcome.state;
        expectSound(before, command, outcome, world, candidate);
        reached.add(world.state.status);
      }
      expect(ConfirmationState.safeParse(world.state).success).toBe(true);
    }),
    { numRuns: 3000 },
  );
  expect(reached.size).toBe(9);
}, 60_000);
