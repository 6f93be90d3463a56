import { ConfirmationStatus, type OperationName, operations, problemsOf } from "@operator/contract";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Besieged, besieged, type CallerName, inState } from "./attackers.ts";
import { attempts, trail } from "./confirmations.ts";
import { problemOf, send } from "./harness.ts";

/** What a caller gets from a route: the same in every state, or by state; `done` where it is carried out or repeated. */
type Expected = string | Partial<Record<ConfirmationStatus | "else", string>>;

interface Route {
  name: string;
  operation: OperationName;
  path: string;
  body(digest: string): object;
  /** What everybody gets who is not named in `expected`. */
  otherwise: string;
  expected: Partial<Record<CallerName, Expected>>;
}

const UNKNOWN_KEY: Partial<Record<CallerName, Expected>> = {
  nobody: "authentication_required",
  revoked: "invalid_api_key",
};
const CLOSED = {
  expired: "confirmation_expired",
  cancelled: "confirmation_cancelled",
  superseded: "confirmation_superseded",
};

/** Who may not decide, for the same reason whatever the state. */
const NO_DECIDERS: Partial<Record<CallerName, Expected>> = {
  ...UNKNOWN_KEY,
  stranger: "confirmation_not_found",
  adaDecides: "own_proposal",
  puppet: "decider_made_by_proposer",
  reviewersOtherKey: "decider_made_by_proposer",
  agentDecides: "decider_not_human",
  serviceDecides: "decider_not_human",
  mixed: "decide_scope_mixed",
  all: "decide_scope_mixed",
};
/** Who may not apply. */
const NO_EXECUTORS: Partial<Record<CallerName, Expected>> = {
  ...UNKNOWN_KEY,
  strangersExecutor: "confirmation_not_found",
  all: "executor_not_service",
  humanApplies: "executor_not_service",
  agentApplies: "executor_not_service",
};
/** Who may apply and did not redeem. */
const NO_REPORTERS: Partial<Record<CallerName, Expected>> = Object.fromEntries(
  ["all", "humanApplies", "agentApplies", "otherExecutor"].map((name) => [
    name,
    {
      else: "not_redeemed",
      applying: "not_the_executor",
      applied: "not_the_executor",
      apply_failed: "not_the_executor",
    },
  ]),
);

const decision = (name: "approve" | "decline", first: Expected, second: Expected): Route => ({
  name,
  operation: "decideConfirmation",
  path: "decision",
  body: (candidate_digest) => ({ decision: name, candidate_digest }),
  otherwise: "insufficient_scope",
  expected: { ...NO_DECIDERS, reviewer: first, secondReviewer: second },
});
const report = (outcome: "applied" | "failed", repeated: ConfirmationStatus): Route => ({
  name: outcome,
  operation: "reportApply",
  path: "apply-result",
  body: () => ({ outcome }),
  otherwise: "insufficient_scope",
  expected: {
    ...UNKNOWN_KEY,
    strangersExecutor: "confirmation_not_found",
    ...NO_REPORTERS,
    executor: {
      else: "not_redeemed",
      applying: "done",
      applied: "already_reported",
      apply_failed: "already_reported",
      [repeated]: "done",
    },
  },
});

const ROUTES: Route[] = [
  // The first reviewer approved, and declined what was declined: the same again is a repeat.
  decision(
    "approve",
    { ...CLOSED, else: "done", declined: "already_decided" },
    { ...CLOSED, else: "already_decided", pending: "done" },
  ),
  decision(
    "decline",
    { ...CLOSED, else: "already_decided", pending: "done", declined: "done" },
    { ...CLOSED, else: "already_decided", pending: "done" },
  ),
  {
    name: "cancel",
    operation: "cancelConfirmation",
    path: "cancel",
    body: () => ({}),
    otherwise: "insufficient_scope",
    expected: {
      ...UNKNOWN_KEY,
      strangersAgent: "confirmation_not_found",
      agent: "not_the_proposer",
      mixed: "not_the_proposer",
      all: "not_the_proposer",
      ada: {
        ...CLOSED,
        else: "already_redeemed",
        pending: "done",
        approved: "done",
        cancelled: "done",
        declined: "confirmation_declined",
      },
    },
  },
  {
    name: "grant",
    operation: "redeemGrant",
    path: "grant",
    body: () => ({}),
    otherwise: "insufficient_scope",
    expected: Object.fromEntries([
      ...Object.entries(NO_EXECUTORS),
      ...["executor", "otherExecutor"].map((name) => [
        name,
        {
          ...CLOSED,
          else: "already_redeemed",
          pending: "not_approved",
          approved: "done",
          declined: "confirmation_declined",
        },
      ]),
    ]),
  },
  report("applied", "applied"),
  report("failed", "apply_failed"),
];

function expectedOf({ otherwise, expected }: Route, caller: CallerName, status: ConfirmationStatus): string {
  const all = expected[caller] ?? otherwise;
  return typeof all === "string" ? all : (all[status] ?? all.else ?? otherwise);
}

function request({ path, body }: Route, id: string, digest: string, key: string | undefined) {
  return send(`/v1/confirmations/${id}/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
    body: JSON.stringify(body(digest)),
  });
}

describe("Every route of confirmations, whoever calls it in whatever state", () => {
  let siege: Besieged;
  const shared = new Map<ConfirmationStatus, { id: string; digest: string }>();

  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    siege = await besieged();
    // What expires comes first: the clock goes on for all.
    const states = ConfirmationStatus.options.toSorted((a) => (a === "expired" ? -1 : 0));
    for (const status of states) {
      const { confirmation_id: id, candidate_digest: digest, ...shown } = await inState(siege, status);
      expect(shown.status).toBe(status);
      shared.set(status, { id, digest });
    }
  });
  afterAll(() => {
    vi.useRealTimers();
  });

  const cells = ROUTES.flatMap((route) =>
    ConfirmationStatus.options.map((status) => [route.name, status, route] as const),
  );

  it.each(cells)(
    "%s, %s: refuses with the exact reason, changes nothing, and records who tried",
    async (_, status, route) => {
      const { tenant, stranger, ada, callers } = siege;
      const { id, digest } = shared.get(status) ?? { id: "", digest: "" };
      const before = await ada.getConfirmation({ confirmation_id: id });
      const recorded = async () => [
        ...(await trail(tenant)).flatMap(({ event_type, actor, payload }) =>
          event_type === "confirmation_refused" ? [`${actor}: ${payload.refusal}`] : [],
        ),
        ...[...(await attempts(tenant)), ...(await attempts(stranger))].map(
          (one) => `${one.principal_id}: ${one.refusal}`,
        ),
      ];
      const already = (await recorded()).toSorted();
      const refused: string[] = [];
      for (const caller of Object.keys(callers) as CallerName[]) {
        const code = expectedOf(route, caller, status);
        if (code === "done") continue;
        const problem = await problemOf(await request(route, id, digest, callers[caller]));
        expect({ caller, code: problem.code }).toEqual({ caller, code });
        expect(problemsOf(operations[route.operation])).toContain(problem.code);
        expect(await ada.getConfirmation({ confirmation_id: id })).toEqual(before);
        if (problem.status !== 401 && caller !== "deployment") refused.push(code);
      }
      const now = (await recorded()).toSorted();
      const added = now.map((line) => line.replace(/^.*: /, ""));
      for (const line of already) added.splice(added.indexOf(line.replace(/^.*: /, "")), 1);
      expect(added.toSorted()).toEqual(refused.toSorted());
    },
  );

  it.each(cells)("%s, %s: carries it out for whom it may, and only for them", async (_, status, route) => {
    const { ada, callers } = siege;
    for (const caller of Object.keys(callers) as CallerName[]) {
      if (expectedOf(route, caller, status) !== "done") continue;
      const { confirmation_id: id, candidate_digest: digest } = await inState(siege, status);
      const response = await request(route, id, digest, callers[caller]);
      expect({ caller, status: response.status }).toEqual({ caller, status: 200 });
      operations[route.operation].output.parse(await response.json());
      const { status: after } = await ada.getConfirmation({ confirmation_id: id });
      expect(ConfirmationStatus.options).toContain(after);
    }
  });

  it("shows a confirmation of the tenant to nobody else, and one that is not there alike", async () => {
    const { callers } = siege;
    const { id } = shared.get("pending") ?? { id: "" };
    const told = async (path: string, key: string) => {
      const response = await send(`/v1/confirmations/${path}`, { headers: { authorization: `Bearer ${key}` } });
      const { instance: _, request_id: __, ...problem } = await problemOf(response);
      const headers = [...response.headers].filter(([name]) => name !== "x-request-id");
      return { problem, headers };
    };
    const foreign = await told(id, callers.stranger);
    expect(foreign.problem.code).toBe("confirmation_not_found");
    for (const path of [`confirm_${"0".repeat(32)}`, "confirm_x", "x", id.toUpperCase(), `${id}0`, "%00"]) {
      expect(await told(path, callers.stranger)).toEqual(foreign);
    }
    expect(await told(`${id}?wait=60`, callers.strangersAgent)).toEqual(foreign);
    expect(
      (await (
        await send("/v1/confirmations", { headers: { authorization: `Bearer ${callers.stranger}` } })
      ).json()) as object,
    ).toEqual({ items: [] });
  });
});
