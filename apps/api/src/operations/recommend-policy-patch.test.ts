import { applyDiff } from "@operator/policy";
import { describe, expect, it } from "vitest";
import { attempts } from "../../test/confirmations.ts";
import { openTenant, type TestTenant } from "../../test/harness.ts";
import {
  AGENT,
  allowed,
  claim,
  denied,
  pendingOf,
  RUN,
  recommend,
  storePolicy,
  tellRun,
  tenantWithDenials,
  WEATHER,
} from "../../test/policies.ts";

/** Lines that a patch takes out and puts in. */
function changes(patch: string): string[] {
  return patch.split("\n").filter((line) => /^[+-](?![+-]{2} )/.test(line));
}

/** The policy as it would be, which must decide as the patch says. */
function patched(patch: string, document = WEATHER): string {
  const after = applyDiff(document, patch);
  if (after === undefined) throw new Error("the patch does not apply");
  return after;
}

const read = ({ reviewer }: TestTenant, id = "") => reviewer.getConfirmation({ confirmation_id: id });

describe("recommendPolicyPatch from denials", () => {
  it("proposes the observed host, port and method, with all of its evidence, and opens a confirmation", async () => {
    const tenant = await tenantWithDenials(denied("api.weather.gov:443"), denied("api.weather.gov:443"));
    const answer = await recommend(tenant, { run_id: RUN });
    expect(changes(answer.proposed_patch)).toEqual([
      "+  - domain: api.weather.gov",
      "+    ports: [443]",
      "+    methods: [GET]",
    ]);
    const rationale =
      "It would allow egress to api.weather.gov:443, GET. The runtime denied this in 2 events of 1 run.";
    const evidence_refs = [
      { type: "audit_seq", ref: "2-3", detail: "denial" },
      { type: "policy_rule", ref: "default_deny" },
      { type: "run_id", ref: RUN },
    ];
    const affected_destinations = ["api.weather.gov:443"];
    expect(answer).toEqual({
      schema_version: "1.0.0",
      proposed_patch: answer.proposed_patch,
      risk_level: "medium",
      rationale,
      affected_destinations,
      evidence_refs,
      confirmation: {
        requires_confirmation: true,
        confirmation_id: expect.stringMatching(/^confirm_[0-9a-f]{32}$/),
        risk_level: "medium",
        rationale,
        affected_destinations,
        evidence_refs,
      },
      next_action: "review_policy_patch",
    });
    expect((await pendingOf(tenant)).map(({ confirmation_id }) => confirmation_id)).toEqual([
      answer.confirmation.confirmation_id,
    ]);
    const action = { host: "api.weather.gov", method: "GET" };
    await expect(
      tenant.agent.explainPlannedDenial({ body: { policy_yaml: patched(answer.proposed_patch), action } }),
    ).rejects.toMatchObject({ code: "action_allowed" });
  });

  it("applies nothing, and answers the same confirmation when asked again", async () => {
    const tenant = await tenantWithDenials(denied("api.weather.gov:443"));
    const answers = [await recommend(tenant, { run_id: RUN }), await recommend(tenant, { run_id: RUN })];
    expect(answers[1]).toEqual(answers[0]);
    expect(await pendingOf(tenant)).toHaveLength(1);
    expect(await tenant.runtime.getPolicy({ agent: AGENT })).toMatchObject({ revision: 1, policy_yaml: WEATHER });
  });

  it("shows reviewers what changes, why it is risky, and what stored decisions become", async () => {
    const tenant = await tenantWithDenials(
      denied("api.weather.gov:443"),
      denied("api.weather.gov:443", { method: "POST" }),
      allowed("api.example.com:443"),
      denied("far.example:443"),
      { type: "egress_denied", payload: { reason: "no destination is named" } },
    );
    await claim(tenant, RUN, "egress_allowed", { destination: "api.weather.gov:443", method: "GET" });
    const { confirmation } = await recommend(tenant, { run_id: RUN, audit_seqs: [2] });
    const { candidate, delta, replay } = await read(tenant, confirmation.confirmation_id);
    expect(candidate.patch).toMatchObject({ agent: AGENT, policy_yaml: expect.stringContaining("api.weather.gov") });
    expect(delta).toMatchObject({
      summary: ["added: egress to api.weather.gov:443, GET"],
      added: [{ kind: "egress", target: "api.weather.gov", port: 443, method: "GET" }],
      removed: [],
      parts: [],
      findings: [{ finding: "new_destination", risk_level: "medium", subject: "api.weather.gov:443 GET" }],
    });
    expect(replay).toMatchObject({
      runs: 1,
      complete: true,
      newly_allowed: { count: 1, examples: [{ run_id: RUN, audit_seq: 2, action: "GET api.weather.gov:443" }] },
      newly_denied: { count: 0, examples: [] },
      unchanged: { count: 3 },
      not_replayable: { count: 1 },
    });
  });

  it("merges a port or a method into the rule that is for the host, and keeps its comment", async () => {
    const tenant = await tenantWithDenials(
      denied("api.example.com:8443"),
      denied("pay.example.org:443", { credential_id: "stripe" }),
    );
    const { proposed_patch } = await recommend(tenant, { run_id: RUN });
    expect(changes(proposed_patch)).toEqual([
      "-    ports: [443]",
      "+    ports: [443, 8443]",
      "-    methods: [POST]",
      "+    methods: [POST, GET]",
    ]);
    expect(patched(proposed_patch)).toContain("# the forecasts");
  });

  it("cites the chosen positions only, or those to the chosen destination", async () => {
    const tenant = await tenantWithDenials(denied("a.example:443"), denied("b.example:8443"));
    const chosen = await recommend(tenant, { run_id: RUN, audit_seqs: [3] });
    expect(chosen.affected_destinations).toEqual(["b.example:8443"]);
    expect(chosen.evidence_refs?.[0]).toMatchObject({ ref: "3" });
    const named = await recommend(tenant, { run_id: RUN, destination: "https://a.example/path" });
    expect(named.affected_destinations).toEqual(["a.example:443"]);
    expect(named.evidence_refs?.[0]).toMatchObject({ ref: "2" });
  });

  it("gathers a destination from the agent's latest runs", async () => {
    const tenant = await tenantWithDenials(denied("a.example:443"), denied("b.example:443"));
    await tellRun(tenant, "run_2", [denied("a.example:443", { method: "POST" })], { at: "2026-07-02T10:00:00Z" });
    await tellRun(tenant, "run_other", [denied("a.example:443", { method: "PUT" })], { agent: "other" });
    const { evidence_refs = [], proposed_patch, rationale } = await recommend(tenant, { destination: "a.example" });
    expect(rationale).toContain("in 2 events of 2 runs.");
    expect(changes(proposed_patch).at(-1)).toBe("+    methods: [GET, POST]");
    const runs = evidence_refs.filter(({ type }) => type === "run_id").map(({ ref }) => ref);
    expect(runs).toEqual(["run_2", RUN]);
    expect(evidence_refs.some(({ type }) => type === "audit_seq")).toBe(false);
  });

  it("takes a report without a method for that of the one with it, and says where none is known", async () => {
    const daemon = { type: "policy_denied", payload: { destination: "a.example:443" } };
    const both = await recommend(await tenantWithDenials(denied("a.example:443"), daemon), { run_id: RUN });
    expect(changes(both.proposed_patch)).toContain("+    methods: [GET]");
    const alone = await recommend(await tenantWithDenials(daemon), { run_id: RUN });
    expect(changes(alone.proposed_patch)).toEqual(["+  - domain: a.example", "+    ports: [443]"]);
    expect(alone.rationale).toContain("No method is known");
  });

  it("adds a tool to the server that has it not, and lifts a denied one at high risk", async () => {
    const tenant = await tenantWithDenials({ type: "mcp_denied", payload: { mcp_server: "docs", tool: "write" } });
    const added = await recommend(tenant, { run_id: RUN });
    expect(changes(added.proposed_patch)).toEqual([
      "-    allowed_tools: [search, read]",
      "+    allowed_tools: [search, read, write]",
    ]);
    expect(added.risk_level).toBe("medium");
    await tellRun(tenant, "run_2", [{ type: "mcp_tool_denied", payload: { mcp_server: "docs", tool: "delete" } }]);
    const lifted = await recommend(tenant, { run_id: "run_2" });
    expect(lifted.risk_level).toBe("high");
    expect((await read(tenant, lifted.confirmation.confirmation_id)).required_approvals.approvals).toBe(2);
  });

  it("passes over guarded destinations where nobody chose them, and over claims", async () => {
    const tenant = await tenantWithDenials(denied("169.254.169.254:80"), denied("a.example:443"));
    await claim(tenant, RUN, "egress_denied", { destination: "claimed.example:443", method: "GET" });
    expect((await recommend(tenant, { run_id: RUN })).affected_destinations).toEqual(["a.example:443"]);
  });

  it("opens a private address with its own finding, at high risk", async () => {
    const tenant = await tenantWithDenials(denied("10.1.2.3:5432"));
    const { proposed_patch, risk_level } = await recommend(tenant, { run_id: RUN });
    expect(changes(proposed_patch)).toEqual(
      expect.arrayContaining(["+  - cidr: 10.1.2.3/32", "+    allow_private: true"]),
    );
    expect(risk_level).toBe("high");
  });

  it("cites at most as much evidence as people look at, and counts the rest", async () => {
    const told = Array.from({ length: 150 }, (_, index) => [
      denied("a.example:443", {
        method: ["GET", "POST", "PUT", "HEAD", "PATCH", "DELETE", "TRACE", "OPTIONS"][index % 8] ?? "",
      }),
      allowed("api.example.com:443"),
    ]).flat();
    const { evidence_refs = [], rationale } = await recommend(await tenantWithDenials(...told), { run_id: RUN });
    expect(evidence_refs).toHaveLength(100);
    expect(evidence_refs.at(-1)).toEqual({ type: "run_id", ref: RUN });
    expect(rationale).toContain("in 150 events of 1 run.");
  });
});

describe("recommendPolicyPatch from a desire", () => {
  it("reads both short sentences", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant);
    const allow = await recommend(tenant, { desired_behavior: "allow egress to new.example:8443" });
    expect(changes(allow.proposed_patch)).toEqual(["+  - domain: new.example", "+    ports: [8443]"]);
    expect(allow.rationale).toContain("It was asked for; no denial is cited.");
    expect(allow.evidence_refs).toEqual([
      { type: "policy_rule", ref: "default_deny" },
      expect.objectContaining({ type: "verification", ref: expect.stringContaining(`/v1/agents/${AGENT}/policy"`) }),
    ]);
    const bind = await recommend(tenant, { desired_behavior: "Bind credential maps for api.example.com" });
    expect(changes(bind.proposed_patch)).toEqual(expect.arrayContaining(["+    credential: maps", "+  - id: maps"]));
    expect(bind).toMatchObject({ risk_level: "medium", credential_ids: ["maps"] });
  });

  it("brings egress in structured form to one spelling", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant);
    const egress = { host: "B\u00fccher.Example.", ports: [443, 80], methods: ["get"] };
    const answer = await recommend(tenant, { desired_change: { egress } });
    expect(answer.affected_destinations).toEqual(["xn--bcher-kva.example:80", "xn--bcher-kva.example:443"]);
    const bound = await recommend(tenant, { desired_change: { egress: { host: "x.example", credential: "stripe" } } });
    expect(changes(bound.proposed_patch)).toContain("+    credential: stripe");
  });

  it("declares a brokered credential at medium risk, and a direct lease at high risk for two people", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant);
    const brokered = await recommend(tenant, {
      desired_change: { credential: { id: "maps", type: "brokered", service: "maps" } },
    });
    const first = await read(tenant, brokered.confirmation.confirmation_id);
    expect(first).toMatchObject({ change_type: "credential_binding", risk_level: "medium", credential_ids: ["maps"] });
    const lease = await recommend(tenant, {
      desired_change: {
        credential: { id: "db", type: "direct_lease", mode: "file", path: "/run/leases/db", reason: "no HTTP" },
      },
    });
    expect(await read(tenant, lease.confirmation.confirmation_id)).toMatchObject({
      change_type: "direct_lease",
      risk_level: "high",
      required_approvals: { approvals: 2 },
    });
  });

  it("cites denials beside a desire where both are given", async () => {
    const tenant = await tenantWithDenials(denied("a.example:443"));
    const answer = await recommend(tenant, { run_id: RUN, desired_behavior: "allow egress to a.example" });
    expect(answer.evidence_refs).toContainEqual({ type: "run_id", ref: RUN });
    expect(answer.rationale).toContain("in 1 event of 1 run.");
  });

  it("records that it was refused", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant);
    await expect(recommend(tenant, { desired_behavior: "allow egress to *" })).rejects.toMatchObject({
      code: "wildcard_refused",
    });
    expect(await attempts(tenant)).toMatchObject([
      { operation: "recommendPolicyPatch", refusal: "wildcard_refused", principal_id: "agent" },
    ]);
  });
});
