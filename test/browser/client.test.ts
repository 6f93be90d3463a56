import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { openTenant, type Tenant } from "../support/tenants.ts";
import { openChromium } from "./chromium.ts";
import { pageScript } from "./page-script.ts";

const service = inject("service");
const ENTRY = fileURLToPath(new URL("../../packages/client/src/index.ts", import.meta.url));
let browser: Browser;
let page: Page;
let tenant: Tenant;

/** Runs an expression in the page, where `client` is a client with the tenant's key. */
function inPage(expression: string): Promise<unknown> {
  const options = JSON.stringify({ baseUrl: service.baseUrl, apiKey: tenant.keys.runtime });
  return page.evaluate(`(async () => { const client = operator.createClient(${options}); return ${expression}; })()`);
}

beforeAll(async () => {
  tenant = await openTenant(service, "browser-client");
  browser = await openChromium();
  page = await browser.newPage();
  await page.goto(`${service.baseUrl}/healthz`);
  await page.addScriptTag({ content: await pageScript(ENTRY, "operator") });
});

afterAll(() => browser.close());

it("the client sends, asks and pages in a browser", async () => {
  const event = (event_type: string) => ({
    timestamp: "2026-07-02T09:00:00Z",
    event_type,
    deployment_mode: "local",
    actor: "daemon",
    payload: { run_id: "run_1" },
  });
  const body = JSON.stringify({ events: [event("run_start"), event("run_failed")] });
  expect(await inPage(`(await client.ingestEvents({ run_id: "run_1", body: ${body} })).accepted.length`)).toBe(2);
  expect(await inPage(`(await client.summarizeRun({ run_id: "run_1" })).status`)).toBe("failed");
  const pages = `(await Array.fromAsync(client.pages("getRunTimeline", { run_id: "run_1", limit: 1 }))).length`;
  expect(await inPage(pages)).toBe(2);
});

it("the client throws typed problems in a browser", async () => {
  const code = `await client.summarizeRun({ run_id: "run_2" }).catch((error) => [error instanceof operator.OperatorProblem, error.code])`;
  expect(await inPage(code)).toEqual([true, "run_not_found"]);
});
