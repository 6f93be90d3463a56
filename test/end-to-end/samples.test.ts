import type { EvidenceRef } from "@operator/contract";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { type Answer, outputOf, problemIn, send } from "../support/http.ts";
import { type Sample, sampleOf, samples } from "../support/samples.ts";
import { printedBy } from "../support/shared-service.ts";
import { storedFiles } from "../support/stored-files.ts";
import { openTenant, type Tenant } from "../support/tenants.ts";

/** What the hostile log tries to get past the redaction. */
const BEARER = "EXAMPLE-NOT-A-REAL-TOKEN-0123456789abcdef";

const FAILED = [
  { name: "missing-dependency", error_category: "dependency_conflict", next_action: "install_dependency" },
  { name: "egress-denied", error_category: "policy_denied", next_action: "review_policy_patch" },
  { name: "budget-exceeded", error_category: "budget_exceeded", next_action: "increase_budget" },
  { name: "missing-secret", error_category: "missing_secret_binding", next_action: "set_secret" },
  { name: "hostile-log", error_category: "agent_runtime_exception", next_action: "fix_code" },
  { name: "unclassified-crash", error_category: "agent_runtime_exception", next_action: "ask_user" },
] as const;

const NOT_FAILED = [
  { name: "still-running", status: "running" },
  { name: "completed", status: "completed" },
] as const;

const service = inject("service");
let tenant: Tenant;

function post(sample: Sample, mediaType: string, body: string): Promise<Answer> {
  const url = `${service.baseUrl}/v1/runs/${sample.runId}/events`;
  return send(url, { method: "POST", key: tenant.keys.runtime, headers: { "content-type": mediaType }, body });
}

function get(path: string): Promise<Answer> {
  return send(service.baseUrl + path, { key: tenant.keys.runtime });
}

const ask = (sample: Sample, answer: string) => get(`/v1/runs/${sample.runId}/${answer}`);

/** Every answer that the tenant's runs give, as text. */
async function allAnswers(): Promise<string[]> {
  const ofRuns = samples.flatMap(({ runId }) =>
    ["summary", "failure", "timeline?limit=200", "next-action"].map((answer) => `/v1/runs/${runId}/${answer}`),
  );
  const answers = await Promise.all([...ofRuns, "/v1/runs?limit=100", "/v1/next-action"].map(get));
  return answers.map(({ headers, text }) => text.replaceAll(headers.get("x-request-id") ?? "", "(request id)"));
}

beforeAll(async () => {
  tenant = await openTenant(service, "samples");
  for (const sample of samples) {
    const result = outputOf("ingestEvents", await post(sample, "application/x-ndjson", sample.text));
    const places = sample.records.map((_, index) => ({ index, audit_seq: index + 1 }));
    expect(result).toEqual({ run_id: sample.runId, accepted: places, duplicates: [], rejected: [] });
  }
});

describe("a run that failed", () => {
  it.each(FAILED)("$name is explained as $error_category, to be met with $next_action", async (expected) => {
    const sample = sampleOf(expected.name);
    const failure = outputOf("explainFailure", await ask(sample, "failure"));
    const { error_category, next_action } = expected;
    expect(failure).toMatchObject({ run_id: sample.runId, error_category, next_action });
    expect(outputOf("nextAction", await ask(sample, "next-action"))).toMatchObject({
      run_id: sample.runId,
      next_action,
    });
    const summary = outputOf("summarizeRun", await ask(sample, "summary"));
    expect(summary).toMatchObject({ run_id: sample.runId, status: "failed", error_category });
  });
});

describe("a run that has not failed", () => {
  it.each(NOT_FAILED)("$name has no failure to explain: it is $status", async ({ name, status }) => {
    const problem = problemIn(await ask(sampleOf(name), "failure"), "explainFailure");
    expect(problem).toMatchObject({ status: 409, code: "run_not_failed", run_status: status });
    expect(outputOf("summarizeRun", await ask(sampleOf(name), "summary"))).toMatchObject({ status });
    outputOf("nextAction", await ask(sampleOf(name), "next-action"));
  });
});

it("the tenant's list shows every run with what its own answers say", async () => {
  const { items } = outputOf("listRuns", await get("/v1/runs"));
  const shown = Object.fromEntries(items.map((item) => [item.run_id, item]));
  expect(Object.keys(shown).sort()).toEqual(samples.map(({ runId }) => runId).sort());
  for (const { name, error_category, next_action } of FAILED) {
    const { runId, records } = sampleOf(name);
    expect(shown[runId]).toMatchObject({ status: "failed", error_category, next_action, events: records.length });
  }
  for (const { name, status } of NOT_FAILED) expect(shown[sampleOf(name).runId]).toMatchObject({ status });
});

it("the tenant's next action is the one for the run that failed last", async () => {
  const answer = outputOf("nextProjectAction", await get("/v1/next-action"));
  expect(answer).toMatchObject({ next_action: "ask_user" });
  expect(answer.evidence_refs).toContainEqual(
    expect.objectContaining({ type: "run_id", ref: sampleOf("unclassified-crash").runId }),
  );
});

/** The positions that a reference to the audit log names: `3`, or `3-7`. */
function positionsOf(ref: string): number[] {
  const [, first = "", last = first] = /^(\d+)(?:-(\d+))?$/.exec(ref) ?? [];
  return first === "" ? [] : [Number(first), Number(last)];
}

function expectToResolve(refs: EvidenceRef[] | undefined, sample: Sample, stored: ReadonlySet<number>): void {
  for (const { type, ref } of refs ?? []) {
    if (type === "run_id") expect(ref).toBe(sample.runId);
    if (type !== "audit_seq") continue;
    const positions = positionsOf(ref);
    expect(positions).not.toEqual([]);
    for (const position of positions) expect(stored).toContain(position);
  }
}

it.each(samples)("every piece of evidence of $name is stored", async (sample) => {
  const { events } = outputOf("getRunTimeline", await ask(sample, "timeline?limit=200"));
  const stored = new Set(events.map(({ audit_seq }) => audit_seq ?? 0));
  expect([...stored]).toEqual(sample.records.map((_, index) => index + 1));
  for (const { evidence_refs } of events) expectToResolve(evidence_refs, sample, stored);
  expectToResolve(outputOf("summarizeRun", await ask(sample, "summary")).evidence_refs, sample, stored);
  expectToResolve(outputOf("nextAction", await ask(sample, "next-action")).evidence_refs, sample, stored);
  const failure = await ask(sample, "failure");
  if (failure.status !== 200) return;
  const { evidence_refs } = outputOf("explainFailure", failure);
  expect(evidence_refs?.map(({ type }) => type)).toContain("audit_seq");
  expectToResolve(evidence_refs, sample, stored);
});

describe("sent again", () => {
  it.each([
    { as: "lines", mediaType: "application/x-ndjson", bodyOf: (sample: Sample) => sample.text },
    {
      as: "a batch",
      mediaType: "application/json",
      bodyOf: ({ records }: Sample) => JSON.stringify({ events: records }),
    },
  ])("as $as, everything is a duplicate and no answer changes by a byte", async ({ mediaType, bodyOf }) => {
    const before = await allAnswers();
    for (const sample of samples) {
      const result = outputOf("ingestEvents", await post(sample, mediaType, bodyOf(sample)));
      const places = sample.records.map((_, index) => ({ index, audit_seq: index + 1 }));
      expect(result).toEqual({ run_id: sample.runId, accepted: [], duplicates: places, rejected: [] });
    }
    expect(await allAnswers()).toEqual(before);
  });
});

describe("what the agent's side wrote", () => {
  const hostile = sampleOf("hostile-log");

  it("is shown as data and steers nothing", async () => {
    const failure = outputOf("explainFailure", await ask(hostile, "failure"));
    expect(failure.root_cause).not.toMatch(/IGNORE PREVIOUS|SYSTEM:|budget_exceeded/);
    const next = outputOf("nextAction", await ask(hostile, "next-action"));
    expect(next).not.toHaveProperty("confirmation");
    expect(next.rationale).not.toMatch(/IGNORE PREVIOUS|SYSTEM:|budget_exceeded/);
    const { events } = outputOf("getRunTimeline", await ask(hostile, "timeline"));
    expect(events.map(({ event_type }) => event_type)).toEqual(hostile.records.map(({ event_type }) => event_type));
  });

  it("has lost its bearer value in every answer", async () => {
    expect((await allAnswers()).join("\n")).not.toContain(BEARER);
  });

  it("has lost its bearer value in every stored file and in everything that was printed", () => {
    const forms = [
      Buffer.from(BEARER),
      Buffer.from(BEARER, "utf16le"),
      Buffer.from(Buffer.from(BEARER).toString("hex")),
    ];
    const files = storedFiles(service.home);
    // The run itself is in there, so the search looks at the right files.
    expect(files.some(({ bytes }) => bytes.includes(hostile.runId) && bytes.includes("[REDACTED]"))).toBe(true);
    const found = files.filter(({ bytes }) => forms.some((form) => bytes.includes(form)));
    expect(found.map(({ path }) => path)).toEqual([]);
    expect(printedBy(service)).not.toContain(BEARER);
  });
});
