import { operations } from "@operator/contract";
import { describe, expect, it } from "vitest";
import { openTenant, problemOf, send } from "../../test/harness.ts";
import { AGENT, sendPolicy, storePolicy, WEATHER } from "../../test/policies.ts";

const get = (key: string, query = "", agent = AGENT) =>
  send(`/v1/agents/${agent}/policy${query}`, { headers: { authorization: `Bearer ${key}` } });

describe("getPolicy", () => {
  it("answers the document byte for byte, with the digest as its entity tag", async () => {
    const tenant = await openTenant();
    const revision = await storePolicy(tenant);
    const response = await get(tenant.keys.runtime);
    expect(response.headers.get("etag")).toBe(`"${revision.policy_digest}"`);
    const answer = operations.getPolicy.output.parse(await response.json());
    expect(answer).toEqual({ ...revision, policy_yaml: WEATHER, advisories: [] });
  });

  it("keeps line ends, a byte order mark and a missing last line break as they came", async () => {
    const tenant = await openTenant();
    const document = '\ufeffversion: "1"\r\n# \u2603 end';
    await sendPolicy(tenant, document);
    expect((await tenant.runtime.getPolicy({ agent: AGENT })).policy_yaml).toBe(document);
  });

  it("says what is valid but not as it should be", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant, "version: 1.0\negress:\n  - domain: API.Example.com.\n");
    const { advisories } = await tenant.runtime.getPolicy({ agent: AGENT });
    expect(advisories.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "unquoted_version version",
      "normalised_domain egress[0].domain",
    ]);
  });

  it("answers an earlier revision unchanged", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant);
    await storePolicy(tenant, 'version: "1"\n');
    expect(await tenant.runtime.getPolicy({ agent: AGENT, revision: 1 })).toMatchObject({
      revision: 1,
      policy_yaml: WEATHER,
    });
    expect(await tenant.runtime.getPolicy({ agent: AGENT })).toMatchObject({ revision: 2 });
  });

  it("does not find a revision or an agent that is not there, nor those of another tenant", async () => {
    const [tenant, other] = [await openTenant(), await openTenant()];
    await storePolicy(tenant);
    const answers = [
      await get(tenant.keys.runtime, "?revision=2"),
      await get(tenant.keys.runtime, "", "nobody"),
      await get(other.keys.runtime),
      await get(other.keys.runtime, "?revision=1"),
    ];
    const problems = await Promise.all(answers.map(problemOf));
    expect(problems.map(({ status, code }) => [status, code])).toEqual(problems.map(() => [404, "policy_not_found"]));
    expect(new Set(problems.map(({ detail }) => detail)).size).toBe(1);
  });

  it.each(["0", "-1", "1.5", "x", "01", "9999999999"])("refuses the revision %s", async (revision) => {
    const tenant = await openTenant();
    expect(await problemOf(await get(tenant.keys.runtime, `?revision=${revision}`))).toMatchObject({
      status: 422,
      code: "invalid_request",
    });
  });

  it("refuses a name that no agent has", async () => {
    const tenant = await openTenant();
    expect(await problemOf(await get(tenant.keys.runtime, "", "a%0Ab"))).toMatchObject({ code: "invalid_request" });
  });
});
