import { expect } from "vitest";
import { type Answer, outputOf, type Sent, send } from "./http.ts";
import type { SharedService } from "./shared-service.ts";
import type { Tenant } from "./tenants.ts";

/** The requests about policies and proposals, with a secret in every place that takes text. */
export interface ProposalRequests {
  /** Requests that are carried out, with all their answers. */
  stored(secret: string): Promise<Answer[]>;
  /** Requests that are refused. */
  refused(secret: string): Promise<Answer>[];
}

const AGENT = "canary-agent";
let proposals = 0;
const JSON_BODY = { "content-type": "application/json" };

export function proposalRequests(service: SharedService, { keys }: Tenant, runId: string): ProposalRequests {
  const post = (path: string, key: string, body: object): Promise<Answer> =>
    send(service.baseUrl + path, { method: "POST", key, headers: JSON_BODY, body: JSON.stringify(body) });
  const put = (document: string, sent: Sent = {}, agent = AGENT): Promise<Answer> =>
    send(`${service.baseUrl}/v1/agents/${agent}/policy`, {
      method: "PUT",
      key: keys.admin,
      body: document,
      ...sent,
      headers: { "content-type": "application/yaml", ...sent.headers },
    });
  const patches = (asked: object) => post("/v1/policy/patches", keys.agent, { agent: AGENT, ...asked });
  const explain = (body: object) => post("/v1/policy/explain-denial", keys.agent, body);
  const propose = (change: object) =>
    post("/v1/confirmations", keys.agent, {
      change_type: "handoff_trigger",
      rationale: "as agreed",
      patch: {},
      ...change,
    });

  /** Proposes what a secret stands in, wherever a proposer writes freely; a new proposal for every `round`. */
  async function proposed(secret: string, round: string) {
    const answer = await propose({
      rationale: `needs ${secret} (${round})`,
      patch: { note: secret, [secret]: 1, deep: [{ password: secret, url: `https://u:${secret}@x.example/` }], round },
      evidence_refs: [{ type: "run_id", ref: runId, detail: `see ${secret}` }],
    });
    const { confirmation_id, candidate_digest } = outputOf("proposeChange", answer);
    const path = `/v1/confirmations/${confirmation_id}`;
    const decide = (decision: string) =>
      post(`${path}/decision`, keys.reviewer, { decision, candidate_digest, reason: `saw ${secret}` });
    return { answer, path, decide };
  }

  async function stored(secret: string): Promise<Answer[]> {
    const document = 'version: "1"\n# the policy of the canary\n';
    const declined = await proposed(secret, `declined ${++proposals}`);
    const applied = await proposed(secret, `applied ${++proposals}`);
    const answers = [
      await put(document),
      await patches({ desired_behavior: "allow egress to api.example.com" }),
      declined.answer,
      await declined.decide("decline"),
      applied.answer,
      await applied.decide("approve"),
      await post(`${applied.path}/grant`, keys.executor, {}),
      await post(`${applied.path}/apply-result`, keys.executor, { outcome: "failed", detail: `because of ${secret}` }),
      await send(service.baseUrl + applied.path, { key: keys.reviewer }),
      await send(`${service.baseUrl}/v1/confirmations`, { key: keys.reviewer }),
      await send(`${service.baseUrl}/v1/agents/${AGENT}/policy`, { key: keys.reviewer }),
    ];
    for (const { status, text } of answers) expect([200, 201], text).toContain(status);
    return answers;
  }

  function refused(secret: string): Promise<Answer>[] {
    const credential = { id: "db", type: "direct_lease", mode: "file", path: "/run/db", reason: `with ${secret}` };
    const document = `version: "1"\n# ${secret}\n`;
    return [
      put(document),
      put(`version: "1"\n${secret}: 1\n`),
      put(`version: "1"\negress:\n  - domain: ${secret}\n`),
      put(`version: "1"\ncredentials:\n  - {id: a, type: header, header: X-Key, value: "Bearer ${secret}"}\n`),
      put('version: "1"\n', {}, secret),
      put('version: "1"\n', { headers: { "if-match": `"${secret}"` } }),
      put('version: "1"\n', { headers: { "if-match": secret } }),
      put('version: "1"\n', { headers: { "content-type": `text/${secret}` } }),
      explain({ policy_yaml: document, action: { host: "x.example" } }),
      explain({ agent: secret, action: { host: "x.example" } }),
      explain({ agent: AGENT, action: { host: "x.example", [secret]: 1 } }),
      patches({ desired_behavior: `allow egress to ${secret} please` }),
      patches({ desired_behavior: `bind credential ${secret} for api.example.com` }),
      patches({ desired_change: { credential } }),
      patches({ desired_change: { credential: { ...credential, id: secret } } }),
      patches({ desired_change: { egress: { host: `x.example/${secret}` } } }),
      patches({ run_id: secret }),
      patches({ destination: `https://user:${secret}@x.example/?key=${secret}`, run_id: "run_unknown" }),
      patches({ [secret]: 1 }),
      propose({ affected_destinations: [secret] }),
      propose({ credential_ids: [secret] }),
      propose({ evidence_refs: [{ type: "policy_rule", ref: secret }] }),
      propose({ change_type: "policy_patch", patch: { agent: AGENT, policy_yaml: document } }),
      propose({ change_type: "policy_patch", patch: { agent: AGENT, diff: `--- a\n+++ b\n+${secret}\n` } }),
      propose({ change_type: secret }),
      send(`${service.baseUrl}/v1/confirmations/${secret}`, { key: keys.reviewer }),
      send(`${service.baseUrl}/v1/agents/${AGENT}/policy?revision=${secret}`, { key: keys.agent }),
      send(`${service.baseUrl}/v1/agents/${AGENT}/policy/revisions?cursor=${secret}`, { key: keys.agent }),
      send(`${service.baseUrl}/v1/runs/${runId}/denial?destination=${secret}`, { key: keys.agent }),
    ];
  }

  return { stored, refused };
}
