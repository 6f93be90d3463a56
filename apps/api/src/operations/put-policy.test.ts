import { limits, operations, PolicyIssueCode } from "@operator/contract";
import { describe, expect, it } from "vitest";
import { openTenant, problemOf, type TestTenant } from "../../test/harness.ts";
import { AGENT, sendPolicy, storePolicy, WEATHER } from "../../test/policies.ts";

/** Put together here, so that no scanner takes this file for a leak. */
const TOKEN = ["gh", "p_", "Zq7Xw2Lk9Vb4Nm1Tc6Rf3Hj8Pd5Gs0Ya2Ue7"].join("");

async function answer(response: Response) {
  expect(response.status, await response.clone().text()).toBe(200);
  return operations.putPolicy.output.parse(await response.json());
}

/** The places that a refusal names, as `code path line`. */
async function issues(response: Response): Promise<string[]> {
  const { code, errors = [] } = await problemOf(response);
  expect(code).toBe("invalid_policy");
  for (const error of errors) expect(PolicyIssueCode.options).toContain(error.code);
  return errors.map((error) => `${error.code} ${error.path} ${error.line}`);
}

const stored = async ({ runtime }: TestTenant) => (await runtime.listPolicyRevisions({ agent: AGENT })).items;

describe("putPolicy", () => {
  it("stores revisions that count up, each with its digest, author and entity tag", async () => {
    const tenant = await openTenant();
    const first = await sendPolicy(tenant, WEATHER);
    const revision = await answer(first);
    expect(revision).toMatchObject({ agent: AGENT, revision: 1, created_by: "admin" });
    expect(first.headers.get("etag")).toBe(`"${revision.policy_digest}"`);
    const second = await storePolicy(tenant, WEATHER.replace("[443]", "[443, 8443]"));
    expect(second.revision).toBe(2);
    expect(second.policy_digest).not.toBe(revision.policy_digest);
  });

  it("takes both media types, and counts for each agent by itself", async () => {
    const tenant = await openTenant();
    await answer(await sendPolicy(tenant, WEATHER, { headers: { "content-type": "text/yaml; charset=utf-8" } }));
    expect(await answer(await sendPolicy(tenant, WEATHER, { agent: "other" }))).toMatchObject({ revision: 1 });
  });

  it("stores the document that is current no second time", async () => {
    const tenant = await openTenant();
    const first = await storePolicy(tenant);
    expect(await storePolicy(tenant)).toEqual(first);
    expect(await stored(tenant)).toHaveLength(1);
  });

  it("stores another spelling of the same policy under the same digest", async () => {
    const tenant = await openTenant();
    const first = await storePolicy(tenant);
    const second = await storePolicy(tenant, WEATHER.replace("# What", "# All that"));
    expect(second).toMatchObject({ revision: 2, policy_digest: first.policy_digest });
    expect(await storePolicy(tenant)).toMatchObject({ revision: 3 });
  });

  it("stores a first revision only with If-None-Match: *", async () => {
    const tenant = await openTenant();
    const headers = { "if-none-match": "*" };
    await answer(await sendPolicy(tenant, WEATHER, { headers }));
    expect(await problemOf(await sendPolicy(tenant, 'version: "1"\n', { headers }))).toMatchObject({
      status: 412,
      code: "policy_changed",
    });
  });

  it("stores over the digest that If-Match names, and over no other", async () => {
    const tenant = await openTenant();
    const { policy_digest: first } = await storePolicy(tenant);
    const next = (tag: string) => sendPolicy(tenant, 'version: "1"\n', { headers: { "if-match": tag } });
    expect(await problemOf(await next(`"sha256:${"0".repeat(64)}"`))).toMatchObject({ code: "policy_changed" });
    expect(await stored(tenant)).toHaveLength(1);
    expect(await answer(await next(`"sha256:${"0".repeat(64)}", "${first}"`))).toMatchObject({ revision: 2 });
    await expect(tenant.admin.putPolicy({ agent: AGENT, body: WEATHER }, { ifMatch: first })).rejects.toMatchObject({
      code: "policy_changed",
      status: 412,
    });
    expect(await answer(await sendPolicy(tenant, WEATHER, { headers: { "if-match": "*" } }))).toMatchObject({
      revision: 3,
    });
  });

  it("stores nothing with If-Match where there is no policy yet", async () => {
    const tenant = await openTenant();
    for (const tag of [`"sha256:${"0".repeat(64)}"`, "*"]) {
      const response = await sendPolicy(tenant, WEATHER, { headers: { "if-match": tag } });
      expect(await problemOf(response)).toMatchObject({ status: 412, code: "policy_changed" });
    }
    expect(await stored(tenant)).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    ["If-Match without quotation marks", { "if-match": "sha256:1" }],
    ["a weak entity tag", { "if-match": 'W/"sha256:1"' }],
    ["If-None-Match with a tag", { "if-none-match": '"sha256:1"' }],
    ["both of them", { "if-match": '"a"', "if-none-match": "*" }],
  ])("refuses %s", async (_, headers) => {
    const tenant = await openTenant();
    expect(await problemOf(await sendPolicy(tenant, WEATHER, { headers }))).toMatchObject({
      status: 422,
      code: "invalid_request",
    });
  });

  it("one of ten writers over the same revision wins", async () => {
    const tenant = await openTenant();
    const { policy_digest } = await storePolicy(tenant);
    const responses = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        sendPolicy(tenant, WEATHER.replace("[443]", `[${9000 + index}]`), {
          headers: { "if-match": `"${policy_digest}"` },
        }),
      ),
    );
    expect(responses.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 412)]);
    expect(await stored(tenant)).toHaveLength(2);
  });

  it("lists every problem of a document in one answer, and repeats nothing of it", async () => {
    const tenant = await openTenant();
    const document = `version: "1"\negress:\n  - domain: kingfisher_weir!\n    ports: [443, 70000]\n  - domain: "*.b.example"\nkingfisher: 1\n`;
    const response = await sendPolicy(tenant, document);
    expect(await response.clone().text()).not.toContain("kingfisher_weir");
    expect(await issues(response)).toEqual([
      "invalid_domain egress[0].domain 3",
      "port_out_of_range egress[0].ports[1] 4",
      "wildcard_not_allowed egress[1].domain 5",
      "unknown_field kingfisher 6",
    ]);
    expect(await stored(tenant)).toEqual([]);
  });

  it.each([
    ["nothing at all", "", "empty_document  1"],
    ["two documents", 'version: "1"\n---\nversion: "1"\n', "yaml_multiple_documents  2"],
    ["an anchor", 'version: "1"\negress: &a []\n', "yaml_anchor egress 2"],
    ["a metadata address", 'version: "1"\negress:\n  - cidr: 169.254.169.254/32\n', "guarded_address egress[0].cidr 3"],
  ])("refuses %s", async (_, document, issue) => {
    expect(await issues(await sendPolicy(await openTenant(), document))).toContain(issue);
  });

  it("refuses a document with a secret, and neither keeps nor repeats it", async () => {
    const tenant = await openTenant();
    const document = `version: "1"\ncredentials:\n  - id: gh\n    type: header\n    header: Authorization\n    value: ${TOKEN}\n`;
    const response = await sendPolicy(tenant, document);
    expect(await response.clone().text()).not.toContain(TOKEN);
    expect(await issues(response)).toContain("secret_in_document  6");
    expect(await stored(tenant)).toEqual([]);
    await expect(tenant.runtime.getPolicy({ agent: AGENT })).rejects.toMatchObject({ code: "policy_not_found" });
  });

  it("refuses a secret in a comment, in the name of a field, and in the agent's name", async () => {
    const tenant = await openTenant();
    expect(await issues(await sendPolicy(tenant, `version: "1"\n# ${TOKEN}\n`))).toEqual(["secret_in_document  2"]);
    const field = await sendPolicy(tenant, `version: "1"\n${TOKEN}: 1\n`);
    expect(await field.clone().text()).not.toContain(TOKEN);
    expect(await issues(field)).toEqual(["unknown_field [REDACTED] 2", "secret_in_document  2"]);
    const named = await sendPolicy(tenant, WEATHER, { agent: TOKEN });
    expect(await named.clone().text()).not.toContain(TOKEN);
    expect(await problemOf(named)).toMatchObject({ status: 422, code: "secret_in_identifier" });
  });

  it("takes a document of 256 KiB, and refuses one byte more", async () => {
    const tenant = await openTenant();
    const head = 'version: "1"\n#';
    const full = `${head}${" ".repeat(limits.MAX_POLICY_BYTES - head.length)}`;
    expect(await answer(await sendPolicy(tenant, full))).toMatchObject({ revision: 1 });
    expect(await problemOf(await sendPolicy(tenant, `${full} `))).toMatchObject({
      status: 413,
      code: "body_too_large",
    });
  });

  it("stores ten thousand rules, and decides by them", async () => {
    const tenant = await openTenant();
    const rules = Array.from({ length: 10_000 }, (_, index) => `- domain: h${index}.example\n`);
    await storePolicy(tenant, `version: "1"\negress:\n${rules.join("")}`);
    const action = { host: "h9999.example", port: 8443 };
    const explained = await tenant.agent.explainPlannedDenial({ body: { agent: AGENT, action } });
    expect(explained.rationale).toContain("The nearest is egress[9999]");
  });

  it("refuses a document full of mistakes in bounded time, with a bounded answer", async () => {
    const tenant = await openTenant();
    const text = await (await sendPolicy(tenant, `version: "1"\n${"? [{".repeat(60_000)}`)).text();
    expect(text.length).toBeLessThan(100_000);
  });

  it("keeps tenants apart", async () => {
    const [one, other] = [await openTenant(), await openTenant()];
    await storePolicy(one);
    expect(await stored(other)).toEqual([]);
    expect(await storePolicy(other)).toMatchObject({ revision: 1 });
  });
});
