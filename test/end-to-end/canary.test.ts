import { createHash } from "node:crypto";
import { canonicalContent, exportLines } from "@operator/audit";
import type { AuditRecord, JsonObject } from "@operator/contract";
import { beforeAll, expect, inject, it } from "vitest";
import { type Answer, type Sent, send } from "../support/http.ts";
import { proposalRequests } from "../support/proposal-requests.ts";
import { printedBy } from "../support/shared-service.ts";
import { storedFiles } from "../support/stored-files.ts";
import { openTenant, type Tenant } from "../support/tenants.ts";

/**
 * Plants secrets in every place of every request that writes, and in those that only refuse. None of them may be found
 * afterwards: not in an answer, not in what the service printed, not in any file of its state.
 */
const service = inject("service");
const RUN = "run_canary";
let tenant: Tenant;
let answers: Answer[];

/** Secrets of several formats. The prefixes are put together here, so that no scanner takes this file for a leak. */
const SECRETS = [
  ["gh", "p_", "Zq7Xw2Lk9Vb4Nm1Tc6Rf3Hj8Pd5Gs0Ya2Ue7"].join(""),
  ["AK", "IA", "QZ7XW2LK4VB4NM2T"].join(""),
  ["sk-", "ant-api03-", "k7Wq2".repeat(18), "zzAA"].join(""),
  ["xo", "xb-", "718293645012-827364554637-", "Qw7Er2Ty9Ui4Op1As6Df3Gh8"].join(""),
];
const PASSWORD = "vY7#kQ2!wZ9m";

function post(path: string, sent: Sent): Promise<Answer> {
  return send(service.baseUrl + path, { method: "POST", ...sent });
}

function ingest(events: JsonObject[], sent: Sent = {}, query = ""): Promise<Answer> {
  return post(`/v1/runs/${RUN}/events${query}`, {
    key: tenant.keys.runtime,
    body: JSON.stringify({ events }),
    ...sent,
    headers: { "content-type": "application/json", ...sent.headers },
  });
}

/** Imports records as a log that verifies. */
function importOf(records: JsonObject[]): Promise<Answer> {
  const contents = records.map((record) => canonicalContent(record as unknown as AuditRecord));
  return post("/v1/audit/import", {
    key: tenant.keys.runtime,
    headers: { "content-type": "application/x-ndjson" },
    body: [...exportLines(contents, (data) => createHash("sha256").update(data).digest())].join(""),
  });
}

const event = (secret: string, change: JsonObject = {}, payload: JsonObject = {}): JsonObject => ({
  timestamp: "2026-07-02T09:00:00.000Z",
  event_type: "failure_context",
  deployment_mode: "hosted",
  actor: "harness",
  payload: {
    run_id: RUN,
    reason: `request with ${secret} failed`,
    stderr_ref: `Traceback (most recent call last):\n  File "a.py", line 1\nValueError: Authorization: Bearer ${secret}`,
    nested: { deep: [{ body: JSON.stringify({ client_secret: secret }) }] },
    password: PASSWORD,
    log: `login --password ${PASSWORD} --verbose`,
    [secret]: "as a key",
    encoded: Buffer.from(`token=${secret}`).toString("base64"),
    ...payload,
  },
  ...change,
});

/** Requests that are stored. */
function stored(secret: string): Promise<Answer>[] {
  return [
    ingest([event(secret)]),
    ingest([event(secret, { event_type: `type ${secret}`, actor: `tool ${secret}` })]),
    ingest([event(secret, { hosted_context: { tenant_id: secret, project_id: secret, region: secret } })]),
    ingest([event(secret, { event_type: "run_start" }, { agent: `agent ${secret}` })]),
    ingest([
      event(
        secret,
        { event_type: "egress_denied" },
        { destination: `https://user:${PASSWORD}@x.example/?key=${secret}` },
      ),
    ]),
    ingest([event(secret, { event_type: "run_failed" }, { category: secret, fail_reason: secret })]),
    ingest([event(secret)], { headers: { "idempotency-key": secret } }),
    // A run's log has one source: what is imported into it may not contradict what was before.
    importOf([
      event(secret, {}, { run_id: `${RUN}_${SECRETS.indexOf(secret)}` }),
      { ...event(secret), payload: { package: secret } },
    ]),
  ];
}

/** Attaches a log; in JSON and configuration too, because what is attached has every form. */
function attach(name: string, body: string, headers: Record<string, string> = {}): Promise<Answer> {
  const path = `/v1/runs/${RUN}/evidence?name=${encodeURIComponent(name)}`;
  return post(path, { key: tenant.keys.runtime, body, headers: { "content-type": "text/plain", ...headers } });
}

/** Attachments that are stored. */
function attached(secret: string, index: number): Promise<Answer>[] {
  const padding = "INFO an ordinary line of a log\n".repeat(40_000);
  return [
    attach(`short-${index}.log`, `start\nAuthorization: Bearer ${secret}\nlogin --password ${PASSWORD} --verbose\n`),
    attach(`long-${index}.log`, `${padding}token=${secret}\n${padding}export KEY=${secret}`),
    attach(`form-${index}.json`, JSON.stringify({ client_secret: secret, password: PASSWORD }, undefined, 2)),
  ];
}

/** Requests that are refused, each with the secret where the refusal could repeat it. */
function refused(secret: string): Promise<Answer>[] {
  const key = tenant.keys.runtime;
  const json = { "content-type": "application/json" };
  const admin = (body: object) =>
    post("/v1/keys", { key: tenant.keys.admin, headers: json, body: JSON.stringify(body) });
  const reader = { principal_id: "reader-2", principal_kind: "service", scopes: ["runs:read"] };
  return [
    ingest([event(secret, { event_id: secret })]),
    ingest([event(secret, { [secret]: 1 })]),
    ingest([event(secret, { timestamp: secret })]),
    ingest([event(secret, { deployment_mode: secret })]),
    ingest([event(secret, {}, { run_id: secret })]),
    ingest([event(secret, { record_hash: secret })]),
    ingest([], { body: `{"events":[{"${secret}":tru` }),
    ingest([], { body: `{"${secret}":1,"${secret}":2}` }),
    ingest([], { headers: { "content-type": `text/${secret}` } }),
    ingest([event(secret)], {}, `?${secret}=1`),
    ingest([event(secret)], {}, `?partial=${secret}`),
    importOf([event(secret, {}, { run_id: secret })]),
    importOf([event(secret), event(secret, { timestamp: secret })]),
    send(`${service.baseUrl}/v1/runs/${secret}/audit/export`, { key: tenant.keys.auditor }),
    send(`${service.baseUrl}/v1/audit/log/tile/${secret}`, { key: tenant.keys.auditor }),
    post(`/v1/runs/${secret}/events`, {
      key,
      headers: json,
      body: JSON.stringify({ events: [event(secret, {}, { run_id: secret })] }),
    }),
    attach(secret, "a log"),
    attach("a.log", `token=${secret}`, { "content-digest": `sha-256=:${secret}:` }),
    attach("a.log", `token=${secret}`, { "content-digest": `sha-256=:${"A".repeat(43)}=:` }),
    attach("a.log", `token=${secret}`, { "content-type": `text/${secret}` }),
    send(`${service.baseUrl}/v1/runs/${RUN}/evidence/log/${secret}`, { key }),
    send(`${service.baseUrl}/v1/runs/${RUN}/evidence/span/${secret}`, { key }),
    send(`${service.baseUrl}/v1/runs/${RUN}/evidence/${secret}/1`, { key }),
    send(`${service.baseUrl}/v1/runs/${RUN}/attachments/${secret}`, { key }),
    send(`${service.baseUrl}/v1/runs/${secret}/summary`, { key }),
    send(`${service.baseUrl}/v1/${secret}`, { key }),
    send(`${service.baseUrl}/problems/${secret}`),
    send(`${service.baseUrl}/v1/runs?cursor=${secret}`, { key }),
    send(`${service.baseUrl}/v1/runs?agent=${secret}`, { key }),
    send(`${service.baseUrl}/v1/runs`, { key: secret }),
    send(`${service.baseUrl}/v1/runs`, { key, headers: { "operator-schema-version": secret } }),
    admin({ ...reader, principal_id: secret }),
    admin({ ...reader, scopes: ["events:write"], actors: [secret] }),
    admin({ ...reader, scopes: [secret] }),
    admin({ ...reader, [secret]: true }),
    post("/v1/tenants", {
      key: service.deploymentAdminKey,
      headers: json,
      body: JSON.stringify({ tenant_id: secret }),
    }),
  ];
}

beforeAll(async () => {
  tenant = await openTenant(service, "canary");
  const writes = await Promise.all(SECRETS.flatMap(stored));
  for (const { status, text } of writes) expect(status, text).toBe(200);
  const attachments = await Promise.all(SECRETS.flatMap(attached));
  for (const { status, text } of attachments) expect(status, text).toBe(201);
  const proposals = proposalRequests(service, tenant, RUN);
  const proposed: Answer[] = [];
  for (const secret of SECRETS) proposed.push(...(await proposals.stored(secret)));
  const refusedProposals = await Promise.all(SECRETS.flatMap(proposals.refused));
  for (const { status, text } of refusedProposals) expect(status, text).toBeGreaterThanOrEqual(400);
  const refusals = [...refusedProposals, ...(await Promise.all(SECRETS.flatMap(refused)))];
  const reads = ["summary", "failure", "timeline?limit=200", "next-action"].map(
    (answer) => `/v1/runs/${RUN}/${answer}`,
  );
  const contents = attachments.flatMap(({ text }) => {
    const { digest, audit_seq } = JSON.parse(text) as { digest: string; audit_seq: number };
    const evidence = `/v1/runs/${RUN}/evidence`;
    return [
      `/v1/runs/${RUN}/attachments/${digest}`,
      `${evidence}/log/${audit_seq}:attachment:2`,
      `${evidence}/audit_seq/${audit_seq}`,
    ];
  });
  const exports = ["bundle", "jsonl"].map((format) =>
    send(`${service.baseUrl}/v1/runs/${RUN}/audit/export?format=${format}`, { key: tenant.keys.auditor }),
  );
  const asked = [...reads, ...contents, "/v1/runs", "/v1/next-action"].map((path) =>
    send(service.baseUrl + path, { key: tenant.keys.runtime }),
  );
  asked.push(...exports);
  answers = [...writes, ...attachments, ...proposed, ...refusals, ...(await Promise.all(asked))];
});

/** What must not be found: the secrets as they are, and as one of the events carried them encoded. */
const needles = [...SECRETS, ...SECRETS.map((secret) => Buffer.from(`token=${secret}`).toString("base64")), PASSWORD];

it("a planted secret is in no answer", () => {
  for (const { text, headers } of answers) {
    for (const needle of needles) expect(text + JSON.stringify([...headers])).not.toContain(needle);
  }
});

it("a planted secret is in nothing that the service printed", () => {
  const printed = printedBy(service);
  for (const needle of needles) expect(printed).not.toContain(needle);
});

it("a planted secret is in no file of the state, though its event is", () => {
  const files = storedFiles(service.home);
  expect(files.some(({ bytes }) => bytes.includes(RUN))).toBe(true);
  expect(files.some(({ bytes }) => bytes.includes("[REDACTED]"))).toBe(true);
  for (const needle of needles) {
    expect(files.filter(({ bytes }) => bytes.includes(needle)).map(({ path }) => path)).toEqual([]);
  }
});

it("no request was answered with a fault", () => {
  expect(answers.filter(({ status }) => status >= 500).map(({ text }) => text)).toEqual([]);
});
