import { fileURLToPath } from "node:url";
import { createClient } from "@operator/client";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { event } from "../support/events.ts";
import { openTenant, type Tenant } from "../support/tenants.ts";
import { openChromium } from "./chromium.ts";
import { pageScript } from "./page-script.ts";

const service = inject("service");
const AUDIT = fileURLToPath(new URL("../../packages/audit/src/index.ts", import.meta.url));
const RUN = "run_seen";
let browser: Browser;
let page: Page;
let tenant: Tenant;

beforeAll(async () => {
  tenant = await openTenant(service, "browser-audit");
  for (let step = 0; step < 3; step++) {
    const events = Array.from({ length: 1000 }, (_, n) => event(RUN, {}, { step, n, text: "<é\u2028>" }));
    await tenant.client.ingestEvents({ run_id: RUN, body: { events: events as never } });
  }
  browser = await openChromium();
  page = await browser.newPage();
  await page.goto(`${service.baseUrl}/healthz`);
  await page.addScriptTag({ content: await pageScript(AUDIT, "audit") });
});

afterAll(() => browser.close());

/** What `verifyBundle` finds in the page, about what `bundle` evaluates to there: with the keys and log that are known. */
async function verdictInPage(bundle: string, change = ""): Promise<unknown> {
  const auditor = createClient({ baseUrl: service.baseUrl, apiKey: tenant.keys.auditor });
  const { origin } = await auditor.getCheckpoint();
  const trustedKeys = (await auditor.getPublicKeys()).keys.map(({ vkey }) => vkey);
  const options = JSON.stringify({ origin, runId: RUN, trustedKeys });
  const headers = JSON.stringify({ authorization: `Bearer ${tenant.keys.auditor}` });
  return page.evaluate(`(async () => {
    const response = await fetch("/v1/runs/${RUN}/audit/export", { headers: ${headers} });
    const bundle = ${bundle};
    ${change}
    const { ok, findings, facts } = await audit.verifyBundle(bundle, ${options});
    return [ok, findings.map(({ code }) => code), facts.records];
  })()`);
}

it("a bundle verifies in a browser, as the stream that it is fetched as", async () => {
  expect(await verdictInPage("response.body")).toEqual([true, [], 3000]);
});

it("a bundle verifies in a browser after JSON.parse", async () => {
  expect(await verdictInPage("await response.json()")).toEqual([true, [], 3000]);
});

it("a record that was changed is found out in a browser", async () => {
  const change = "bundle.segments[1].records[5].actor = 'gateway';";
  const [ok, codes] = (await verdictInPage("await response.json()", change)) as [boolean, string[]];
  expect([ok, codes]).toEqual([false, ["modified"]]);
});
