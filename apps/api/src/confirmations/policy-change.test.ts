import { operations } from "@operator/contract";
import { describe, expect, it } from "vitest";
import { openTenant, send, type TestTenant } from "../../test/harness.ts";
import { AGENT, pendingOf, storePolicy, WEATHER } from "../../test/policies.ts";

const rules = (count: number): string =>
  `version: "1"\negress:\n${Array.from({ length: count }, (_, index) => `- domain: h${index}.example\n`).join("")}`;

const propose = ({ agent }: TestTenant, policy_yaml: string) =>
  agent.proposeChange({
    body: { change_type: "policy_patch", rationale: "as agreed", patch: { agent: AGENT, policy_yaml } },
  });

describe("a change of a policy", () => {
  it("shows of a very long delta what people can read, and how much is not listed", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant, rules(5000));
    const { confirmation_id } = await propose(tenant, 'version: "1"\n');
    const response = await send(`/v1/confirmations/${confirmation_id}`, {
      headers: { authorization: `Bearer ${tenant.keys.reviewer}` },
    });
    const { delta, candidate } = operations.getConfirmation.output.parse(await response.json());
    const { removed, not_listed: missing } = delta as { removed: object[]; not_listed: { removed: number } };
    expect(removed.length).toBeGreaterThan(50);
    expect(removed.length + missing.removed).toBe(5000);
    expect(candidate.patch).toMatchObject({ diff: expect.stringContaining("-- domain: h4999.example") });
  });

  it("keeps the riskiest findings where not all are listed", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant, 'version: "1"\n');
    const hosts = Array.from(
      { length: 199 },
      (_, index) => `- domain: ${"h".repeat(60)}${index}.example\n  ports: [443]\n`,
    );
    const wildcard = '- domain: "*.cdn.example"\n  allow_wildcard: true\n';
    const { delta, risk_level } = await propose(tenant, `version: "1"\negress:\n${hosts.join("")}${wildcard}`);
    expect(risk_level).toBe("high");
    expect(delta).toMatchObject({
      findings: expect.arrayContaining([expect.objectContaining({ finding: "wildcard" })]),
    });
  });

  it("is refused where it affects more than people can review, and leaves nothing to approve", async () => {
    const tenant = await openTenant();
    await storePolicy(tenant);
    await expect(propose(tenant, rules(201))).rejects.toMatchObject({ status: 413, code: "change_too_large" });
    const longName = WEATHER.replaceAll("stripe", "stripe card ".repeat(50).trim());
    await expect(propose(tenant, longName)).rejects.toMatchObject({ code: "change_too_large" });
    expect(await pendingOf(tenant)).toEqual([]);
  });

  it("is refused where its diff would be larger than a document twice over", async () => {
    const tenant = await openTenant();
    const full = (line: string) => `version: "1"\n${line.repeat(Math.floor((256 * 1024 - 13) / line.length))}`;
    await storePolicy(tenant, full("#\n"));
    await expect(propose(tenant, full("# \n"))).rejects.toMatchObject({ code: "change_too_large" });
  });
});
