import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createClient, type OperatorClient } from "@operator/client";
import { operations } from "@operator/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Service } from "../service.ts";
import { send } from "../support/http.ts";
import { sampleOf } from "../support/samples.ts";

/**
 * What a person does after a denial, on an instance of its own: store the policy, send the log, ask which rule it was, get
 * the patch, and come back after a crash.
 */
const AGENT = "weather-agent";
const { runId, text } = sampleOf("egress-denied");
const POLICY = `# What the weather agent may do.
version: "1"
egress:
  # The forecasts.
  - domain: api.example.com
    ports: [443]   # nothing else
    methods: [GET]
`;

let service: Service;
let agent: OperatorClient;
let admin: OperatorClient;

const ask = () => agent.recommendPolicyPatch({ body: { agent: AGENT, run_id: runId } });

beforeAll(async () => {
  service = await Service.start();
  const { keys } = service.access;
  agent = createClient({ baseUrl: service.baseUrl, apiKey: keys.agent });
  admin = createClient({ baseUrl: service.baseUrl, apiKey: keys.admin });
  const stored = await send(`${service.baseUrl}/v1/agents/${AGENT}/policy`, {
    method: "PUT",
    key: keys.admin,
    headers: { "content-type": "text/yaml" },
    body: POLICY,
  });
  expect(stored).toMatchObject({ status: 200 });
  const sent = await send(`${service.baseUrl}/v1/runs/${runId}/events`, {
    method: "POST",
    key: keys.runtime,
    headers: { "content-type": "application/x-ndjson" },
    body: text,
  });
  expect(sent).toMatchObject({ status: 200 });
});

afterAll(async () => {
  await service.stop();
  await service.remove();
});

/** Applies a diff with the real `patch` command, as a person would. */
function patched(document: string, diff: string): string {
  const file = join(service.folder, "policy.yaml");
  writeFileSync(file, document);
  const { status, stdout, stderr } = spawnSync("patch", ["--fuzz=0", "-p1"], {
    cwd: service.folder,
    input: diff,
    encoding: "utf8",
  });
  expect(status, stdout + stderr).toBe(0);
  expect(stdout).not.toMatch(/offset|fuzz/);
  return readFileSync(file, "utf8");
}

it("explains the denial of the sample, whose revision nobody stored here", async () => {
  const denial = await agent.explainPolicyDenial({ run_id: runId });
  expect(denial).toMatchObject({
    denied_action: "GET api.weather.gov:443",
    blocking_rule_id: "default_deny",
    policy_digest: "sha256:7d1a54127b222502f5b79b5fb0803061152a44f92b37e23c6527baf665d4da9a",
    next_action: "review_policy_patch",
  });
  const planned = await agent.explainPlannedDenial({
    body: { agent: AGENT, action: { host: "api.weather.gov", port: 443, method: "GET" } },
  });
  expect(planned.blocking_rule_id).toBe("default_deny");
});

it("recommends a patch that `patch` applies to the stored document, and that allows what was denied", async () => {
  const { policy_yaml } = await agent.getPolicy({ agent: AGENT });
  expect(policy_yaml).toBe(POLICY);
  const { proposed_patch, affected_destinations, risk_level } = await ask();
  expect({ affected_destinations, risk_level }).toEqual({
    affected_destinations: ["api.weather.gov:443"],
    risk_level: "medium",
  });
  const after = patched(policy_yaml, proposed_patch);
  expect(after).toBe(`${POLICY}  - domain: api.weather.gov\n    ports: [443]\n    methods: [GET]\n`);
  const action = { host: "api.weather.gov", method: "GET" };
  await expect(agent.explainPlannedDenial({ body: { policy_yaml: after, action } })).rejects.toMatchObject({
    code: "action_allowed",
  });
});

it("answers the same confirmation when asked again, also after a crash, with every revision still there", async () => {
  const before = await ask();
  const second = await admin.putPolicy({ agent: "other-agent", body: POLICY });
  service.killAll("SIGKILL");
  await service.ended();
  await service.restart();
  expect(await ask()).toEqual(before);
  expect(await agent.getPolicy({ agent: "other-agent" })).toEqual({ ...second, policy_yaml: POLICY, advisories: [] });
  expect((await agent.listPolicyRevisions({ agent: AGENT })).items).toHaveLength(1);
});

it("carries the patch to the next revision once a person has approved it", async () => {
  const { keys, reviewers } = service.access;
  const reviewer = createClient({ baseUrl: service.baseUrl, apiKey: reviewers[0].token });
  const executor = createClient({ baseUrl: service.baseUrl, apiKey: keys.executor });
  const { confirmation, proposed_patch } = await ask();
  const { confirmation_id = "" } = confirmation;
  const { candidate_digest } = await reviewer.getConfirmation({ confirmation_id });
  await reviewer.decideConfirmation({ confirmation_id, body: { decision: "approve", candidate_digest } });
  const { policy_yaml = "" } = await executor.redeemGrant({ confirmation_id, body: {} });
  expect(policy_yaml).toBe(patched(POLICY, proposed_patch));
  await executor.reportApply({ confirmation_id, body: { outcome: "applied" } });
  const current = operations.getPolicy.output.parse(await agent.getPolicy({ agent: AGENT }));
  expect(current).toMatchObject({ revision: 2, policy_yaml, confirmation_id });
  await expect(ask()).rejects.toMatchObject({ code: "action_allowed" });
});
