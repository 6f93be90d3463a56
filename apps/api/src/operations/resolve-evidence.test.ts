import { env } from "cloudflare:workers";
import { createHash } from "node:crypto";
import { canonicalContent, canonicalRecord, recordHash } from "@operator/audit";
import { describe, expect, it } from "vitest";
import { trailTypes } from "../../test/confirmations.ts";
import { refsIn, resolved, sendResolve } from "../../test/evidence.ts";
import { event, openTenant, problemOf, type TestTenant } from "../../test/harness.ts";
import {
  AGENT,
  claim,
  denied,
  RUN,
  recommend,
  storePolicy,
  tellRun,
  tenantWithDenials,
  WEATHER,
} from "../../test/policies.ts";
import { postSample, type SampleName } from "../../test/samples.ts";

const sha256 = (data: string | Uint8Array) => new Uint8Array(createHash("sha256").update(data).digest());

const SAMPLES: SampleName[] = [
  "budget-exceeded",
  "completed",
  "egress-denied",
  "hostile-log",
  "missing-dependency",
  "missing-secret",
  "still-running",
  "unclassified-crash",
];

/** Every answer about a run that carries refs. */
async function answersOf({ agent }: TestTenant, runId: string): Promise<unknown[]> {
  const asked = [
    agent.summarizeRun({ run_id: runId }),
    agent.explainFailure({ run_id: runId }),
    agent.nextAction({ run_id: runId }),
    agent.getRunTimeline({ run_id: runId }),
    agent.explainPolicyDenial({ run_id: runId }),
    agent.nextProjectAction(),
  ];
  const settled = await Promise.allSettled(asked);
  return settled.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
}

describe("resolveEvidence", () => {
  it.each(SAMPLES)("resolves every ref of every answer about the sample %s", async (name) => {
    const tenant = await openTenant();
    const runId = await postSample(tenant, name);
    const refs = refsIn(await answersOf(tenant, runId));
    expect(refs.length).toBeGreaterThan(2);
    for (const ref of refs) expect((await resolved(tenant, runId, ref)).ref).toBe(ref.ref);
  });

  it("resolves the refs of a denial, of a patch and of its confirmation", async () => {
    const tenant = await tenantWithDenials(denied("api.example.com:8443", { rule_id: "egress[0]" }));
    const patch = await recommend(tenant, { run_id: RUN });
    const [pending] = (await tenant.reviewer.listConfirmations({ status: "pending" })).items;
    const confirmation = await tenant.reviewer.getConfirmation({ confirmation_id: pending?.confirmation_id ?? "" });
    const refs = refsIn([patch, confirmation, ...(await answersOf(tenant, RUN))]);
    expect(new Set(refs.map(({ type }) => type))).toEqual(
      new Set(["audit_seq", "policy_rule", "run_id", "verification"]),
    );
    for (const ref of refs) await resolved(tenant, RUN, ref);
  });

  it("answers records with the hashes that the AgentPaaS chain has, ranges too", async () => {
    const tenant = await openTenant();
    const events = [1, 2, 3, 4].map((step) => event("run_1", {}, { step }));
    await tenant.runtime.ingestEvents({ run_id: "run_1", body: { events: events as never } });
    const { records, proof } = await resolved(tenant, "run_1", { type: "audit_seq", ref: "2-3" });
    expect(records.map(({ audit_seq }) => audit_seq)).toEqual([2, 3]);
    let hash = "";
    for (const [index, sent] of events.entries()) {
      const previous = hash;
      hash = recordHash(canonicalRecord(canonicalContent(sent as never), index + 1, previous), sha256);
      const record = records.find(({ audit_seq }) => audit_seq === index + 1);
      if (record !== undefined) expect(record).toMatchObject({ prev_hash: previous, record_hash: hash });
    }
    expect(records[0]?.record).toMatchObject({ seq: 2, event_type: "progress", payload: { step: 2 } });
    expect(records[0]?.segment).toMatchObject({ first_seq: 1, count: 4 });
    if (proof !== undefined) expect(proof.path).toBe("/v1/audit/proof?run_id=run_1&seq=3");
  });

  it("gives the position of the proof once the run's head is in the tenant's log", async () => {
    const tenant = await openTenant();
    const runId = await postSample(tenant, "completed");
    const { proof } = await resolved(tenant, runId, { type: "audit_seq", ref: "1" });
    const answer = await tenant.admin.getProof({ run_id: runId, seq: 1 });
    expect(proof?.leaf_index).toBe(answer.leaf_index);
  });

  it("names the rest of a range that is longer than an answer", async () => {
    const tenant = await openTenant();
    const events = Array.from({ length: 150 }, (_, step) => event("run_1", {}, { step }));
    await tenant.runtime.ingestEvents({ run_id: "run_1", body: { events: events as never } });
    const first = await resolved(tenant, "run_1", { type: "audit_seq", ref: "1-150" });
    expect(first.records).toHaveLength(100);
    expect(first.rest).toBe("101-150");
    const rest = await resolved(tenant, "run_1", { type: "audit_seq", ref: first.rest ?? "" });
    expect(rest.records.at(-1)?.audit_seq).toBe(150);
    expect(rest.rest).toBeUndefined();
  });

  it("answers a rule with its lines in the revision that was in force, also when another one came", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant);
    await tellRun(tenant, RUN, [denied("pay.example.org:443", { rule_id: "egress[2]" })], {
      at: new Date(Date.now() + 1000).toISOString(),
    });
    const { policy_digest } = await tenant.admin.getPolicy({ agent: AGENT });
    await storePolicy(tenant, WEATHER.replace("pay.example.org", "other.example.org"));
    const found = await resolved(tenant, RUN, { type: "policy_rule", ref: "egress[2]" });
    expect(found.stated_by.map(({ audit_seq }) => audit_seq)).toEqual([2]);
    expect(found.rule).toMatchObject({ agent: AGENT, path: "egress[2]" });
    // The revision by time is the latest one at the time of the denial.
    const named = await tenant.admin.getPolicy({ agent: AGENT, revision: found.rule?.revision });
    const lines = named.policy_yaml.split("\n").slice((found.rule?.start_line ?? 0) - 1, found.rule?.end_line);
    expect(found.rule?.text).toBe(lines.join("\n"));
    expect(policy_digest).toMatch(/^sha256:/);
  });

  it("answers the rule of the revision that the run names", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant);
    const { policy_digest } = await tenant.admin.getPolicy({ agent: AGENT });
    await storePolicy(tenant, WEATHER.replace("pay.example.org", "other.example.org"));
    await tellRun(tenant, RUN, [denied("pay.example.org:443", { rule_id: "egress[2]" })], { start: { policy_digest } });
    const found = await resolved(tenant, RUN, { type: "policy_rule", ref: "egress[2]" });
    expect(found.rule).toMatchObject({ revision: 1, policy_digest });
    expect(found.rule?.text).toContain("domain: pay.example.org");
  });

  it("answers a rule that no event names from the policy at the denial, though another one is in force by now", async () => {
    const tenant = await openTenant();
    const { created_at } = await storePolicy(tenant);
    await tellRun(tenant, RUN, [denied("api.example.com:8443")], { at: created_at });
    const before = await tenant.agent.explainPolicyDenial({ run_id: RUN });
    await storePolicy(tenant, WEATHER.replace("api.example.com", "moved.example.com"));
    const rules = refsIn(before).filter(({ type }) => type === "policy_rule");
    expect(rules.map(({ ref }) => ref)).toContain("egress[0]");
    for (const { ref } of rules) {
      const found = await resolved(tenant, RUN, { type: "policy_rule", ref });
      expect(found.rule).toMatchObject({ revision: 1, policy_digest: before.policy_digest });
    }
  });

  it("lets no claim of an agent stand in front of what the runtime states", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant);
    const { policy_digest } = await tenant.admin.getPolicy({ agent: AGENT });
    await storePolicy(tenant, WEATHER.replace("pay.example.org", "other.example.org"));
    const other = (await tenant.admin.getPolicy({ agent: AGENT })).policy_digest;
    await tellRun(tenant, RUN, [denied("pay.example.org:443", { rule_id: "egress[2]", policy_digest, span_id: "s1" })]);
    for (let times = 0; times < 25; times++) {
      const words = { rule_id: "egress[2]", policy_digest: other, span_id: "s1", attributes: { said: times } };
      await claim(tenant, RUN, "egress_denied", words);
    }
    const found = await resolved(tenant, RUN, { type: "policy_rule", ref: "egress[2]" });
    expect(found).toMatchObject({ policy_digest, rule: { revision: 1 }, stated_by: [{ audit_seq: 2 }] });
    const span = await resolved(tenant, RUN, { type: "span", ref: "s1" });
    expect(span.stated_by).toHaveLength(1);
    expect(span.attributes).not.toHaveProperty("said");
  });

  it("answers a rule of an unknown policy with the events that state it, and no text", async () => {
    const tenant = await openTenant();
    await tellRun(tenant, RUN, [denied("pay.example.org:443", { rule_id: "egress[2]", policy_digest: "sha256:none" })]);
    const found = await resolved(tenant, RUN, { type: "policy_rule", ref: "egress[2]" });
    expect(found).toMatchObject({ policy_digest: "sha256:none", stated_by: [{ audit_seq: 2 }] });
    expect(found.rule).toBeUndefined();
    const unstated = await sendResolve(tenant.keys.agent, RUN, { type: "policy_rule", ref: "egress[3]" });
    expect((await problemOf(unstated)).code).toBe("evidence_not_found");
  });

  it("answers a span with its parent and its attributes", async () => {
    const tenant = await openTenant();
    const ids = {
      span_id: "00f067aa0ba902b7",
      parent_span_id: "53995c3f42cd8ad8",
      trace_id: "4bf92f3577b34da6a3ce929d",
    };
    await tellRun(tenant, RUN, [denied("a.example:443", { ...ids, attributes: { "http.method": "GET" } })]);
    const found = await resolved(tenant, RUN, { type: "span", ref: ids.span_id });
    expect(found).toMatchObject({
      parent_span_id: ids.parent_span_id,
      trace_id: ids.trace_id,
      attributes: { "http.method": "GET" },
      stated_by: [{ audit_seq: 2, event_type: "egress_denied" }],
    });
  });

  it("answers a line of a log with the lines around it, and the lines of an excerpt", async () => {
    const tenant = await openTenant();
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);
    await tellRun(tenant, RUN, [{ type: "failure_context", payload: { stderr_ref: lines.join("\n") } }]);
    const log = await resolved(tenant, RUN, { type: "log", ref: "2:stderr_ref:10" });
    expect(log).toMatchObject({ line: 10, start_line: 5, end_line: 15, source: "stderr_ref", truncated: false });
    expect(log.content).toBe(lines.slice(4, 15).join("\n"));
    const excerpt = await resolved(tenant, RUN, { type: "redacted_excerpt", ref: "2:stderr_ref:28-30" });
    expect(excerpt.content).toBe("line 28\nline 29\nline 30");
    for (const ref of ["2:stderr_ref:31", "2:stdout_ref:1", "3:stderr_ref:1"]) {
      const response = await sendResolve(tenant.keys.agent, RUN, { type: "log", ref });
      expect((await problemOf(response)).code).toBe("evidence_not_found");
    }
    const beyond = await sendResolve(tenant.keys.agent, RUN, { type: "redacted_excerpt", ref: "2:stderr_ref:29-31" });
    expect((await problemOf(beyond)).code).toBe("evidence_not_found");
  });

  it("answers what a command answers now", async () => {
    const tenant = await openTenant();
    const runId = await postSample(tenant, "missing-dependency");
    const failure = await tenant.agent.explainFailure({ run_id: runId });
    const ref = failure.evidence_refs?.find(({ type }) => type === "verification");
    const found = await resolved(tenant, runId, { type: "verification", ref: ref?.ref ?? "" });
    expect(found.expected).toEqual({ status: 200, body: failure });
  });

  it("asks no operation that the key may not ask, and never itself", async () => {
    const tenant = await openTenant();
    const runId = await postSample(tenant, "completed");
    const command = (path: string) => `curl -fsS -H "Authorization: Bearer $OPERATOR_KEY" "$OPERATOR_URL${path}"`;
    const keys = await resolved(tenant, runId, { type: "verification", ref: command("/v1/keys") });
    expect(keys.expected).toMatchObject({ status: 403, body: { code: "insufficient_scope" } });
    for (const path of ["/v1/runs/x/evidence/run_id/x", "/v1/nothing", "/v1/runs/%E0%A4%A/summary"]) {
      const response = await sendResolve(tenant.keys.agent, runId, { type: "verification", ref: command(path) });
      expect((await problemOf(response)).code).toBe("evidence_not_found");
    }
  });

  it("records nobody as having looked at a confirmation because a ref names it", async () => {
    const tenant = await tenantWithDenials(denied("api.example.com:8443", { rule_id: "egress[0]" }));
    await recommend(tenant, { run_id: RUN });
    const [{ confirmation_id } = {}] = (await tenant.reviewer.listConfirmations()).items;
    const ref = `curl -fsS -H "Authorization: Bearer $OPERATOR_KEY" "$OPERATOR_URL/v1/confirmations/${confirmation_id}?wait=60"`;
    const response = await sendResolve(tenant.keys.reviewer, RUN, { type: "verification", ref });
    expect((await problemOf(response)).code).toBe("evidence_not_found");
    expect(await trailTypes(tenant)).toEqual(["confirmation_proposed"]);
  });

  it("asks with a right that was taken away no more than the operation itself would", async () => {
    const tenant = await openTenant();
    const runId = await postSample(tenant, "completed");
    const { key, key_id } = await tenant.admin.createKey({
      body: { principal_id: "other", principal_kind: "service", scopes: ["tenant:admin", "runs:read"] },
    });
    const ref = 'curl -fsS -H "Authorization: Bearer $OPERATOR_KEY" "$OPERATOR_URL/v1/keys"';
    const ask = () => sendResolve(key, runId, { type: "verification", ref });
    expect(await (await ask()).json()).toMatchObject({ expected: { status: 200 } });
    // Elsewhere, so that this isolate still takes the key for what it was.
    await env.TENANT_DIRECTORY.getByName(tenant.id).revokeKey(key_id);
    expect(await (await ask()).json()).toMatchObject({ expected: { status: 401, body: { code: "invalid_api_key" } } });
  });

  it("says where text of agents stands, and leaves the contract's answers as they are", async () => {
    const tenant = await openTenant();
    const runId = await postSample(tenant, "missing-dependency");
    const response = await sendResolve(tenant.keys.agent, runId, { type: "audit_seq", ref: "1" });
    expect(response.headers.get("operator-untrusted")).toContain('"/records/*/record"');
  });

  it("refuses what is no ref, and answers another tenant's run like none", async () => {
    const tenant = await openTenant();
    const other = await openTenant();
    const runId = await postSample(tenant, "completed");
    for (const [type, ref] of [
      ["audit_seq", "0"],
      ["audit_seq", "7-3"],
      ["log", "1:x"],
      ["verification", "rm -rf /"],
    ] as const) {
      const response = await sendResolve(tenant.keys.agent, runId, { type, ref });
      expect((await problemOf(response)).code).toBe("malformed_ref");
    }
    const texts = new Set<string>();
    for (const id of [runId, "run_of_nobody"]) {
      for (const [type, ref] of [
        ["audit_seq", "1"],
        ["run_id", id],
        ["policy_rule", "egress[0]"],
        ["span", "a"],
        ["log", "1:reason:1"],
        ["redacted_excerpt", "1:reason:1-1"],
      ] as const) {
        const { detail, code } = await problemOf(await sendResolve(other.keys.agent, id, { type, ref }));
        texts.add(`${code} ${detail}`);
      }
    }
    expect([...texts]).toEqual(["run_not_found The tenant has no run with this id."]);
  });
});
