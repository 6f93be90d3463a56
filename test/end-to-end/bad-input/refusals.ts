import type { OperationName, ProblemCode } from "@operator/contract";
import { expect, inject } from "vitest";
import { CANARY } from "../../support/events.ts";
import { type Answer, problemIn, type Sent, send } from "../../support/http.ts";
import { printedBy } from "../../support/shared-service.ts";
import type { Tenant } from "../../support/tenants.ts";

/** What a refusal must say: its code and status, and the first place of the request that it names. */
export interface Refused {
  code: ProblemCode;
  status: number;
  field?: string;
  index?: number;
  limit?: number;
}

export const baseUrl = inject("service").baseUrl;

/** Checks a refusal in every respect that all of them share; `name` is the operation, where there is one. */
export function expectRefusal(answer: Answer, name: OperationName | undefined, expected: Refused): void {
  const { code, status, ...place } = expected;
  const problem = problemIn(answer, name);
  expect(problem).toMatchObject({ code, status });
  if (Object.keys(place).length > 0) expect(problem.errors?.[0]).toMatchObject(place);
  const said = answer.text + JSON.stringify([...answer.headers]) + printedBy(inject("service"));
  expect(said).not.toContain(CANARY);
}

let runs = 0;

/** A run id that no other test uses. */
export function freshRun(): string {
  return `run_bad_${++runs}`;
}

/** Sends a body to a run with the runtime's key. */
export function ingest(tenant: Tenant, runId: string, sent: Sent, query = ""): Promise<Answer> {
  const headers = { "content-type": "application/json", ...sent.headers };
  const url = `${baseUrl}/v1/runs/${runId}/events${query}`;
  return send(url, { method: "POST", key: tenant.keys.runtime, ...sent, headers });
}

/** Checks that there is no such run. */
export async function expectNoRun(tenant: Tenant, runId: string): Promise<void> {
  const answer = await send(`${baseUrl}/v1/runs/${runId}/summary`, { key: tenant.keys.runtime });
  expectRefusal(answer, "summarizeRun", { code: "run_not_found", status: 404 });
}

/** Checks that the tenant has no run at all. */
export async function expectNothingStored(tenant: Tenant): Promise<void> {
  expect(await tenant.client.listRuns()).toEqual({ items: [] });
}
