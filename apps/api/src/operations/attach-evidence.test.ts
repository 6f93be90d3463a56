import { env } from "cloudflare:test";
import { createHash } from "node:crypto";
import { Attachment } from "@operator/contract";
import { describe, expect, it } from "vitest";
import { refsIn, resolved, sendAttachment, sendResolve } from "../../test/evidence.ts";
import { event, openTenant, problemOf, send, type TestTenant } from "../../test/harness.ts";

const RUN = "run_1";
const TRACE = `Traceback (most recent call last):
  File "/agent/main.py", line 3, in <module>
    import langchain_community
ModuleNotFoundError: No module named 'langchain_community'
`;

async function tenantWithRun(): Promise<TestTenant> {
  const tenant = await openTenant();
  const events = [
    event(RUN, { event_type: "run_start" }, { agent: "a" }),
    event(RUN, { event_type: "run_failed" }, { status: "failed", exit_code: 1 }),
  ];
  await tenant.runtime.ingestEvents({ run_id: RUN, body: { events: events as never } });
  return tenant;
}

async function attached(tenant: TestTenant, ...[body, options]: [BodyInit, { query?: string }?]): Promise<Attachment> {
  const response = await sendAttachment(tenant.keys.runtime, RUN, body, options);
  const text = await response.text();
  if (response.status !== 201) throw new Error(`refused with ${response.status}: ${text}`);
  return Attachment.parse(JSON.parse(text));
}

const sha = (algorithm: string, text: string) => createHash(algorithm).update(text).digest("base64");
const read = (tenant: TestTenant, digest: string, headers: Record<string, string> = {}) =>
  send(`/v1/runs/${RUN}/attachments/${digest}`, {
    headers: { authorization: `Bearer ${tenant.keys.agent}`, ...headers },
  });
const storedNames = async () => (await env.EVIDENCE.list()).objects.map(({ key }) => key);

describe("attachEvidence", () => {
  it("stores a log that the diagnosis cites, by the excerpt and by the line", async () => {
    const tenant = await tenantWithRun();
    expect(await tenant.agent.explainFailure({ run_id: RUN })).toMatchObject({ next_action: "ask_user" });
    const stored = await attached(tenant, TRACE);
    expect(stored).toMatchObject({ audit_seq: 3, lines: 4, bytes: TRACE.length, duplicate: false, kind: "log" });
    expect(stored.digest).toBe(createHash("sha256").update(TRACE).digest("hex"));
    const failure = await tenant.agent.explainFailure({ run_id: RUN });
    expect(failure).toMatchObject({ error_category: "dependency_conflict", next_action: "install_dependency" });
    const refs = refsIn([failure, stored]);
    expect(refs).toContainEqual(expect.objectContaining({ type: "log", ref: "3:excerpt:4" }));
    for (const ref of refs) await resolved(tenant, RUN, ref);
    const line = await resolved(tenant, RUN, { type: "log", ref: "3:attachment:4" });
    expect(line).toMatchObject({ source: "stderr.log", line: 4, start_line: 1, end_line: 4 });
    expect(line.content).toBe(TRACE.trimEnd());
    const beyond = await sendResolve(tenant.keys.agent, RUN, { type: "log", ref: "3:attachment:5" });
    expect((await problemOf(beyond)).code).toBe("evidence_not_found");
  });

  it("takes secrets out before anything is stored", async () => {
    const tenant = await tenantWithRun();
    const secret = ["ghp", "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5"].join("_");
    const stored = await attached(tenant, `before\ntoken ${secret}\nafter\n`);
    const text = await (await read(tenant, stored.digest)).text();
    expect(text).toContain("[REDACTED]");
    expect(text).not.toContain(secret);
    for (const name of await storedNames()) expect(await (await env.EVIDENCE.get(name))?.text()).not.toContain(secret);
  });

  it("checks Content-Digest, and leaves nothing of what does not match", async () => {
    const tenant = await tenantWithRun();
    const before = await storedNames();
    const good = `sha-256=:${sha("sha256", TRACE)}:, sha-512=:${sha("sha512", TRACE)}:`;
    const wrong = `sha-256=:${sha("sha256", `${TRACE} `)}:`;
    const refuse = async (digest: string) =>
      (
        await problemOf(
          await sendAttachment(tenant.keys.runtime, RUN, TRACE, { headers: { "content-digest": digest } }),
        )
      ).code;
    expect(await refuse(wrong)).toBe("content_digest_mismatch");
    expect(await refuse("sha-256=abc")).toBe("malformed_digest");
    expect(await refuse(`sha-256=:${sha("sha512", TRACE)}:`)).toBe("malformed_digest");
    expect(await storedNames()).toEqual(before);
    expect((await tenant.runtime.getRunTimeline({ run_id: RUN })).events).toHaveLength(2);
    const response = await sendAttachment(tenant.keys.runtime, RUN, TRACE, { headers: { "content-digest": good } });
    expect(response.status).toBe(201);
  });

  it("stores the same content under the same name once", async () => {
    const tenant = await tenantWithRun();
    const first = await attached(tenant, TRACE);
    const names = await storedNames();
    expect(await attached(tenant, TRACE)).toEqual({ ...first, duplicate: true });
    expect(await storedNames()).toEqual(names);
    const other = await attached(tenant, TRACE, { query: "?name=other.log" });
    expect(other).toMatchObject({ digest: first.digest, duplicate: false, audit_seq: 4 });
  });

  it("streams a large content through in parts, and answers its lines and ranges", async () => {
    const tenant = await tenantWithRun();
    const lines = Array.from({ length: 60_000 }, (_, index) => `${index + 1} ${"x".repeat(index % 90)}`);
    const text = `${lines.join("\n")}\n`;
    expect(text.length).toBeGreaterThan(2.5 * 1024 * 1024);
    const stored = await attached(tenant, text, { query: "?name=big.log" });
    expect(stored).toMatchObject({ lines: 60_000, bytes: text.length });
    const name = [...(await storedNames())].filter((key) => key.startsWith(`${tenant.id}/runs/${RUN}/`));
    expect(name.length).toBeGreaterThan(2);
    for (const line of [1, 15_000, 30_000, 59_999, 60_000]) {
      const found = await resolved(tenant, RUN, { type: "log", ref: `3:attachment:${line}` });
      const first = Math.max(1, line - 5);
      expect(found.content).toBe(lines.slice(first - 1, line + 5).join("\n"));
    }
    expect(await (await read(tenant, stored.digest)).text()).toBe(text);
    const part = await read(tenant, stored.digest, { range: "bytes=1048000-2100000" });
    expect(part.status).toBe(206);
    expect(part.headers.get("content-range")).toBe(`bytes 1048000-2100000/${text.length}`);
    expect(await part.text()).toBe(text.slice(1_048_000, 2_100_001));
  });

  it("shows a line that was asked for, however long it and its neighbours are", async () => {
    const tenant = await tenantWithRun();
    const lines = Array.from({ length: 40 }, (_, index) => `line ${index + 1} ${"x".repeat(60_000)}`);
    await attached(tenant, `\ufeff${lines.join("\n")}\n`);
    for (const line of [2, 20, 40]) {
      const found = await resolved(tenant, RUN, { type: "log", ref: `3:attachment:${line}` });
      expect(found).toMatchObject({ line, start_line: line, truncated: true });
      expect(found.content.split("\n")[0]).toBe(lines[line - 1]);
    }
    const first = await resolved(tenant, RUN, { type: "log", ref: "3:attachment:1" });
    expect(first.content.split("\n")[0]).toBe(`\ufeff${lines[0]}`);
    const excerpt = await resolved(tenant, RUN, { type: "redacted_excerpt", ref: "3:attachment:5-40" });
    expect(excerpt).toMatchObject({ start_line: 5, truncated: true });
    expect(excerpt.content.startsWith(`${lines[4]}\n`)).toBe(true);
    for (const ref of ["3:attachment:5-41", "3:attachment:41-41"]) {
      const beyond = await sendResolve(tenant.keys.agent, RUN, { type: "redacted_excerpt", ref });
      expect((await problemOf(beyond)).code).toBe("evidence_not_found");
    }
  });

  it("answers ranges, conditions and nothing that has changed", async () => {
    const tenant = await tenantWithRun();
    const { digest } = await attached(tenant, "0123456789");
    const etag = `"${digest}"`;
    const whole = await read(tenant, digest);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      etag,
      "content-length": "10",
      "content-type": "text/plain; charset=utf-8",
      "operator-untrusted": '""',
    });
    for (const [range, status, text] of [
      ["bytes=2-4", 206, "234"],
      ["bytes=7-", 206, "789"],
      ["bytes=-3", 206, "789"],
      ["bytes=0-99", 206, "0123456789"],
      ["bytes=4-2", 200, "0123456789"],
      ["lines=1-2", 200, "0123456789"],
      ["bytes=0-1,3-4", 200, "0123456789"],
    ] as const) {
      const response = await read(tenant, digest, { range });
      expect([response.status, await response.text()]).toEqual([status, text]);
    }
    expect((await problemOf(await read(tenant, digest, { range: "bytes=10-" }))).code).toBe("range_not_satisfiable");
    expect((await read(tenant, digest, { "if-none-match": etag })).status).toBe(304);
    expect((await read(tenant, digest, { "if-range": '"other"', range: "bytes=2-4" })).status).toBe(200);
  });

  it("says that a lost blob is gone, whatever the cache has, and answers the same when the cache is empty", async () => {
    const tenant = await tenantWithRun();
    const { digest } = await attached(tenant, TRACE);
    const ref = { type: "log", ref: "3:attachment:2" } as const;
    const before = await resolved(tenant, RUN, ref);
    const folder = `${tenant.id}/runs/${RUN}`;
    const cached = (await env.EVIDENCE_CACHE.list({ prefix: folder })).keys;
    expect(cached).toHaveLength(1);
    for (const { name } of cached) await env.EVIDENCE_CACHE.delete(name);
    expect(await resolved(tenant, RUN, ref)).toEqual(before);

    await env.EVIDENCE.put(`${folder}/${digest}`, "other text");
    for (const { name } of (await env.EVIDENCE_CACHE.list({ prefix: folder })).keys)
      await env.EVIDENCE_CACHE.delete(name);
    expect((await problemOf(await sendResolve(tenant.keys.agent, RUN, ref))).code).toBe("evidence_gone");
    await env.EVIDENCE.delete(`${folder}/${digest}`);
    expect((await problemOf(await sendResolve(tenant.keys.agent, RUN, ref))).code).toBe("evidence_gone");
    expect((await problemOf(await read(tenant, digest))).code).toBe("evidence_gone");
    // The excerpt stands in the log itself.
    await resolved(tenant, RUN, { type: "log", ref: "3:excerpt:2" });
  });

  it("refuses what it cannot read, what is too large, runs that are not there and actors of others", async () => {
    const tenant = await tenantWithRun();
    const other = await openTenant();
    const { runtime, agent } = tenant.keys;
    const code = async (response: Promise<Response>) => (await problemOf(await response)).code;
    expect(await code(sendAttachment(runtime, RUN, new Uint8Array([0xff, 0xfe, 0])))).toBe("invalid_utf8");
    expect(await code(sendAttachment(runtime, RUN, new Uint8Array(25 * 1024 * 1024 + 1).fill(97)))).toBe(
      "body_too_large",
    );
    const endless = new Blob([new Uint8Array(25 * 1024 * 1024 + 1).fill(97)]).stream();
    expect(await code(sendAttachment(runtime, RUN, endless))).toBe("body_too_large");
    expect(await code(sendAttachment(runtime, "run_2", TRACE))).toBe("run_not_found");
    expect(await code(sendAttachment(other.keys.runtime, RUN, TRACE))).toBe("run_not_found");
    expect(await code(sendAttachment(agent, RUN, TRACE, { query: "?name=a&actor=daemon" }))).toBe("actor_not_allowed");
    expect(await code(sendAttachment(runtime, RUN, TRACE, { query: "" }))).toBe("invalid_request");
    expect(await code(sendAttachment(runtime, RUN, TRACE, { query: "?name=%0A" }))).toBe("invalid_request");
    const secret = ["ghp", "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5"].join("_");
    expect(await code(sendAttachment(runtime, RUN, TRACE, { query: `?name=${secret}` }))).toBe("secret_in_identifier");
    expect(await storedNames()).not.toContainEqual(expect.stringContaining(`${tenant.id}/`));
    const { digest } = await attached(tenant, TRACE);
    const foreign = { authorization: `Bearer ${other.keys.agent}` };
    expect((await problemOf(await read(tenant, digest, foreign))).code).toBe("run_not_found");
    expect((await problemOf(await read(tenant, "0".repeat(64)))).code).toBe("evidence_not_found");
  });

  it("takes what an agent attaches as a claim, which explains nothing", async () => {
    const tenant = await tenantWithRun();
    const response = await sendAttachment(tenant.keys.agent, RUN, TRACE);
    expect(response.status).toBe(201);
    expect(await tenant.agent.explainFailure({ run_id: RUN })).toMatchObject({ next_action: "ask_user" });
  });

  it("takes a hundred contents and no more, also where they come at once", async () => {
    const tenant = await tenantWithRun();
    const contents = Array.from({ length: 103 }, (_, index) => `content ${index}\n`);
    const sent = contents.map((text) => sendAttachment(tenant.keys.runtime, RUN, text));
    const refused = (await Promise.all(sent)).filter(({ status }) => status !== 201);
    const codes = await Promise.all(refused.map(async (response) => (await problemOf(response)).code));
    expect(codes).toEqual(Array.from({ length: 3 }, () => "too_many_attachments"));
    expect((await storedNames()).filter((name) => name.startsWith(`${tenant.id}/`))).toHaveLength(100);
  });

  it("takes an empty content, and a blob that no diagnosis reads", async () => {
    const tenant = await tenantWithRun();
    const empty = await attached(tenant, "", { query: "?name=empty.log" });
    expect(empty).toMatchObject({ bytes: 0, lines: 0 });
    expect(await (await read(tenant, empty.digest)).text()).toBe("");
    await attached(tenant, TRACE, { query: "?name=trace.txt&kind=blob" });
    expect(await tenant.agent.explainFailure({ run_id: RUN })).toMatchObject({ next_action: "ask_user" });
  });
});
