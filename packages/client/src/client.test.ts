import { describe, expect, it } from "vitest";
import { type ClientOptions, createClient } from "./client.ts";
import { OperatorProblem, UnexpectedAnswer } from "./problem.ts";

const SUMMARY = {
  schema_version: "1.0.0",
  run_id: "run_1",
  status: "running",
  started_at: "2026-07-02T09:00:00Z",
  summary: "The run goes on.",
};

const PROBLEM = {
  type: "https://operator.test/problems/run_not_found",
  title: "There is no such run",
  status: 404,
  detail: "The tenant has no run with this id.",
  instance: "urn:uuid:0",
  code: "run_not_found",
  request_id: "0",
};

function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
}

/** A client whose requests are answered in turn, with the requests and the waits that it made. */
function clientWith(answers: readonly (Response | Error)[], options: Partial<ClientOptions> = {}) {
  const requests: Request[] = [];
  const waits: number[] = [];
  const client = createClient({
    baseUrl: "https://operator.test/base/",
    apiKey: "key",
    fetch: async (request) => {
      const answer = answers[requests.push(request) - 1];
      if (answer === undefined) throw new Error("one request too many");
      if (answer instanceof Error) throw answer;
      return answer;
    },
    sleep: async (ms) => {
      waits.push(ms);
    },
    ...options,
  });
  return { client, requests, waits };
}

describe("createClient", () => {
  it("puts path, query, body and key where the operation has them", async () => {
    const { client, requests } = clientWith([json({ schema_version: "1.0.0", run_id: "a:b", events: [] })]);
    await client.getRunTimeline({ run_id: "a:b", limit: 5 });
    const [request] = requests;
    expect(request?.url).toBe("https://operator.test/base/v1/runs/a%3Ab/timeline?limit=5");
    expect(request?.method).toBe("GET");
    expect(request?.headers.get("authorization")).toBe("Bearer key");
    expect(request?.headers.get("operator-schema-version")).toBe("1.0.0");
  });

  it("keeps its key to itself where none is asked for", async () => {
    const { client, requests } = clientWith([json({ keys: [] })]);
    await client.getPublicKeys();
    expect(requests[0]?.url).toBe("https://operator.test/base/.well-known/operator-keys.json");
    expect(requests[0]?.headers.has("authorization")).toBe(false);
  });

  it("sends a body as JSON, and the request's name", async () => {
    const result = { run_id: "run_1", accepted: [], duplicates: [], rejected: [] };
    const { client, requests } = clientWith([json(result)]);
    await client.ingestEvents({ run_id: "run_1", body: { events: [] } }, { idempotencyKey: "batch-1" });
    expect(await requests[0]?.json()).toEqual({ events: [] });
    expect(requests[0]?.headers.get("content-type")).toBe("application/json");
    expect(requests[0]?.headers.get("idempotency-key")).toBe("batch-1");
  });

  it("sends a document as it is, over the digest that it must still have", async () => {
    const revision = {
      agent: "weather-agent",
      revision: 2,
      policy_digest: `sha256:${"0".repeat(64)}`,
      created_at: "2026-07-02T09:00:00Z",
      created_by: "admin",
    };
    const { client, requests } = clientWith([json(revision)]);
    const body = '\ufeffversion: "1"\r\n# \u2603';
    const stored = await client.putPolicy({ agent: "weather-agent", body }, { ifMatch: "sha256:1" });
    expect(stored).toMatchObject({ revision: 2 });
    const [request] = requests;
    expect(request?.method).toBe("PUT");
    expect(request?.url).toBe("https://operator.test/base/v1/agents/weather-agent/policy");
    expect(request?.headers.get("content-type")).toBe("application/yaml");
    expect(request?.headers.get("if-match")).toBe('"sha256:1"');
    expect(await request?.bytes()).toEqual(new TextEncoder().encode(body));
  });

  it("sends an archive as its bytes, under its media type, with what is known of it in the query", async () => {
    const answer = { schema_version: "1.0.0", ready: true, project_dir: "/p" };
    const { client, requests } = clientWith([json(answer), json(answer)]);
    const body = new Uint8Array([80, 75, 5, 6]);
    const query = { project_dir: "/p", context: { docker_available: true } };
    await client.validateAgentProject({ ...query, body }, { mediaType: "application/zip" });
    expect(requests[0]?.headers.get("content-type")).toBe("application/zip");
    expect(await requests[0]?.bytes()).toEqual(body);
    const { searchParams } = new URL(requests[0]?.url ?? "");
    expect(Object.fromEntries(searchParams)).toEqual({ project_dir: "/p", context: '{"docker_available":true}' });
    await client.validateAgentProject({ project_dir: "/p", body });
    expect(requests[1]?.headers.get("content-type")).toBe("application/gzip");
  });

  it("sends the files of a project as JSON", async () => {
    const { client, requests } = clientWith([json({ schema_version: "1.0.0", ready: true, project_dir: "/p" })]);
    const body = { project_dir: "/p", files: { "agent.yaml": "name: a\n" } };
    await client.validateAgentProject({ body });
    expect(requests[0]?.headers.get("content-type")).toBe("application/json");
    expect(await requests[0]?.json()).toEqual(body);
  });

  it("writes a ref whole into the path, whatever stands in it", async () => {
    const { client, requests } = clientWith([json(PROBLEM, 404)]);
    const ref = `project_${"0".repeat(64)}:a b/c%3A#?.py:1-2`;
    await expect(client.resolveProjectEvidence({ type: "redacted_excerpt", ref })).rejects.toThrow();
    const { pathname } = new URL(requests[0]?.url ?? "");
    expect(decodeURIComponent(pathname)).toBe(`/base/v1/projects/evidence/redacted_excerpt/${ref}`);
  });

  it("asks for no precondition where none is given", async () => {
    const { client, requests } = clientWith([json(SUMMARY)]);
    await client.summarizeRun({ run_id: "run_1" });
    expect(requests[0]?.headers.has("if-match")).toBe(false);
  });

  it("reads what Go writes, and what a later minor version adds", async () => {
    const written = { ...SUMMARY, exit_code: 0, finished_at: "0001-01-01T00:00:00Z", evidence_refs: null, later: 1 };
    const { client } = clientWith([json(written)]);
    expect(await client.summarizeRun({ run_id: "run_1" })).toEqual(SUMMARY);
  });

  it("throws a refusal as a typed problem, without trying again", async () => {
    const { client, requests } = clientWith([json(PROBLEM, 404)]);
    const error: unknown = await client.summarizeRun({ run_id: "run_1" }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OperatorProblem);
    expect(error).toMatchObject({ code: "run_not_found", status: 404, problem: PROBLEM });
    expect(requests).toHaveLength(1);
  });

  it("sends nothing for a placeholder that would lead to another operation", async () => {
    const { client, requests } = clientWith([]);
    for (const run_id of ["..", "a/b", ""]) await expect(client.nextAction({ run_id })).rejects.toThrow();
    expect(requests).toEqual([]);
  });

  it("throws a problem of a later version with its code", async () => {
    const { client } = clientWith([json({ ...PROBLEM, code: "run_archived", status: 410, later: 1 }, 410)]);
    await expect(client.summarizeRun({ run_id: "run_1" })).rejects.toMatchObject({ code: "run_archived", status: 410 });
  });

  it("tries again when the connection breaks in the middle of an answer", async () => {
    const broken = new Response(
      new ReadableStream({
        pull: (controller) => controller.error(new TypeError("terminated")),
      }),
    );
    const { client, requests } = clientWith([broken, json(SUMMARY)]);
    expect(await client.summarizeRun({ run_id: "run_1" })).toEqual(SUMMARY);
    expect(requests).toHaveLength(2);
  });

  it("throws an answer that is not of the service without repeating its text", async () => {
    const { client } = clientWith([new Response("<html>canary</html>", { status: 418 })]);
    const error: unknown = await client.summarizeRun({ run_id: "run_1" }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnexpectedAnswer);
    expect(String(error)).not.toContain("canary");
  });

  it("refuses an answer that does not fit the contract", async () => {
    const { client } = clientWith([json({ ...SUMMARY, status: "lost" })]);
    await expect(client.summarizeRun({ run_id: "run_1" })).rejects.toThrow();
  });

  it.each([429, 502, 503, 504])("tries again after %i", async (status) => {
    const { client, requests, waits } = clientWith([json(PROBLEM, status), json(SUMMARY)]);
    expect(await client.summarizeRun({ run_id: "run_1" })).toEqual(SUMMARY);
    expect(requests).toHaveLength(2);
    expect(waits).toHaveLength(1);
  });

  it.each([400, 401, 409, 422, 500])("does not try again after %i", async (status) => {
    const { client, requests } = clientWith([json({ ...PROBLEM, status }, status)]);
    await expect(client.summarizeRun({ run_id: "run_1" })).rejects.toThrow();
    expect(requests).toHaveLength(1);
  });

  it("tries again when the network fails, with waits that grow and vary, and gives up in the end", async () => {
    const failures = Array.from({ length: 4 }, () => new TypeError("fetch failed"));
    const { client, requests, waits } = clientWith(failures, { retry: { baseDelayMs: 100 } });
    await expect(client.summarizeRun({ run_id: "run_1" })).rejects.toThrow("fetch failed");
    expect(requests).toHaveLength(4);
    for (const [attempt, ms] of waits.entries()) expect(ms).toBeLessThanOrEqual(100 * 2 ** attempt);
    expect(waits).toHaveLength(3);
  });

  it("waits as long as the service asks, up to a minute", async () => {
    const busy = (after: string) => json(PROBLEM, 503, { "retry-after": after });
    const { client, waits } = clientWith([busy("2"), busy("3600"), json(SUMMARY)]);
    await client.summarizeRun({ run_id: "run_1" });
    expect(waits).toEqual([2000, 60_000]);
  });

  it("sends what must not be repeated once only", async () => {
    const { client, requests } = clientWith([new TypeError("fetch failed")]);
    await expect(client.createTenant({ body: { tenant_id: "acme" } })).rejects.toThrow("fetch failed");
    expect(requests).toHaveLength(1);
  });

  it("ends at once when it is aborted, also while it waits", async () => {
    const abort = new AbortController();
    const answers = [json(PROBLEM, 503, { "retry-after": "60" })];
    const client = createClient({
      baseUrl: "https://operator.test",
      apiKey: "key",
      fetch: async () => {
        queueMicrotask(() => setTimeout(() => abort.abort(new Error("enough")), 5));
        return answers.shift() ?? json(SUMMARY);
      },
    });
    await expect(client.summarizeRun({ run_id: "run_1" }, { signal: abort.signal })).rejects.toThrow("enough");
  });

  it("follows the Link header of a timeline and the cursor of a list", async () => {
    const page = (place: number) => ({ schema_version: "1.0.0", run_id: "run_1", events: [], place });
    const link = { link: '</v1/runs/run_1/timeline?cursor=c1&limit=2>; rel="next"' };
    const timeline = clientWith([json(page(1), 200, link), json(page(2))]);
    const pages = [];
    for await (const answer of timeline.client.pages("getRunTimeline", { run_id: "run_1", limit: 2 }))
      pages.push(answer);
    expect(pages).toHaveLength(2);
    expect(timeline.requests[1]?.url).toContain("cursor=c1");

    const list = clientWith([json({ items: [], next_cursor: "c2" }), json({ items: [] })]);
    for await (const answer of list.client.pages("listRuns", { status: "failed" })) expect(answer.items).toEqual([]);
    expect(list.requests[1]?.url).toBe("https://operator.test/base/v1/runs?status=failed&cursor=c2");
  });
});
