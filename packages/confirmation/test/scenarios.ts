import { type Candidate, ConfirmationStatus } from "@operator/contract";
import type { Command, CommandKind } from "../src/protocol/command.ts";
import type { ConfirmationState } from "../src/protocol/state.ts";
import * as given from "./fixtures.ts";

const { ANA, BEN, BASE, OTHER, EXECUTOR, HOUR, MINUTE, START } = given;

/** A step that a test takes: a confirmation, a command, a time. */
export interface Scenario {
  state: ConfirmationState;
  command: Command;
  now: number;
}

const GROUPED = { approvals: 1, groups: ["platform"] };
const MEMBERS = new Map([["platform", ["ana", "ben"]]]);

/** One approval is enough; two are needed; one of a group is needed. */
const CANDIDATES: readonly Candidate[] = [
  given.freeze(),
  given.freeze({}, { evaluatedRisk: "high" }),
  given.freeze({}, { rules: [GROUPED], groups: MEMBERS }),
];

/** Confirmations about a candidate, in every state that one approval leads to, and with a vote where that can be. */
function statesOf(candidate: Candidate): ConfirmationState[] {
  const pending = given.pendingState(candidate);
  const voted = given.after(pending, given.decision(pending, ANA), START + MINUTE);
  const cancelled = given.after(voted, { kind: "cancel", by: candidate.proposer }, START + 2 * MINUTE);
  if (voted.status === "pending") {
    return [pending, voted, cancelled, given.after(voted, { kind: "expire" }, START + 24 * HOUR)];
  }
  const late = START + 8 * HOUR - MINUTE;
  const latelyApproved = given.after(pending, given.decision(pending, ANA), late);
  return [...ConfirmationStatus.options.map((status) => given.stateIn(status, candidate)), cancelled, latelyApproved];
}

/** A state and what it would be if somebody had changed what is stored. */
function withTampered(state: ConfirmationState): ConfirmationState[] {
  const candidate = { ...state.candidate, affected_destinations: ["evil.example:443"] };
  const consistent = { ...state, candidate, candidate_digest: given.digest("other bytes") };
  return [state, { ...state, candidate }, consistent];
}

const DECIDERS = [
  ANA,
  BEN,
  given.person("cleo"),
  given.person("ana", { kind: "agent" }),
  given.person("ana", { kind: "service" }),
  given.person("ana", { scopes: ["runs:read"] }),
  given.person("ana", { scopes: ["confirmations:decide", "policy:propose"] }),
  given.person("reporter-agent"),
  given.person("ben", { createdBy: ["cleo", "reporter-agent", "admin"] }),
];
const EXECUTORS = [
  EXECUTOR,
  given.service("second-executor"),
  given.service("executor", { kind: "human" }),
  given.service("executor", { scopes: ["runs:read"] }),
  given.service("reporter-agent"),
];
const DIRECTORIES = [[ANA, BEN], [], [given.person("ana", { keyId: "key_new" })], [given.person("ana")]];
const POLICIES = [BASE, OTHER, undefined];

/** The commands of a kind that tell apart what the protocol tells apart. */
function commandsOf(kind: CommandKind, state: ConfirmationState): Command[] {
  switch (kind) {
    case "decide":
      return DECIDERS.flatMap((decider) =>
        POLICIES.flatMap((policyDigest) =>
          [state.candidate_digest, OTHER].flatMap((candidateDigest) =>
            (["approve", "decline"] as const).map((decision) =>
              given.decision(state, decider, { policyDigest, candidateDigest, decision }),
            ),
          ),
        ),
      );
    case "cancel":
      return ["reporter-agent", "ana", "executor"].map((by) => ({ kind, by }));
    case "redeem":
      return EXECUTORS.flatMap((executor) =>
        DIRECTORIES.flatMap((approvers) =>
          POLICIES.map((policyDigest) => given.redemption(approvers, { executor, policyDigest })),
        ),
      );
    case "report":
      return ["executor", "second-executor"].flatMap((executor) => [
        given.reported({ executor }),
        given.reported({ executor, baseMoved: true }),
        given.reported({ executor, outcome: "failed" }),
        given.reported({ executor, outcome: "failed", detail: "no disk" }),
      ]);
    case "expire":
      return [{ kind }];
    case "supersede":
      return ["reporter", "writer"].flatMap((agent) => POLICIES.map((policyDigest) => ({ kind, agent, policyDigest })));
  }
}

const TIMES = [START + 5 * MINUTE, START + 8 * HOUR - 2, START + 8 * HOUR + MINUTE, START + 25 * HOUR];

/** Every state with every command of a kind, at every time. */
export function scenariosOf(kind: CommandKind): Scenario[] {
  const states = CANDIDATES.flatMap(statesOf).flatMap(withTampered);
  return states.flatMap((state) =>
    commandsOf(kind, state).flatMap((command) => TIMES.map((now) => ({ state, command, now }))),
  );
}
