import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fillPath, operations } from "@operator/contract";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openChromium } from "./chromium.ts";

const { baseUrl } = inject("service");
const table = Object.values(operations);

let browser: Browser;
let page: Page;
const requested: string[] = [];
const complaints: string[] = [];

beforeAll(async () => {
  browser = await openChromium();
  page = await browser.newPage({ viewport: { width: 1280, height: 1600 } });
  page.on("request", (request) => requested.push(request.url()));
  page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  await page.goto(`${baseUrl}/docs`);
  await page.waitForSelector(".opblock");
});
afterAll(() => browser.close());

describe("the API reference in a browser", () => {
  it("shows every operation of the table, with its path and what it is for", async () => {
    const shown = await page.locator(".opblock").evaluateAll((blocks) =>
      blocks.map((block) => ({
        method: block.querySelector(".opblock-summary-method")?.textContent,
        // Long paths have places to break, which are no part of them.
        path: block.querySelector(".opblock-summary-path")?.textContent?.replaceAll("\u200b", ""),
        summary: block.querySelector(".opblock-summary-description")?.textContent,
      })),
    );
    const expected = table.map(({ method, path, summary }) => ({
      method,
      path: fillPath(path, (name) => `{${name}}`),
      summary,
    }));
    expect(shown).toHaveLength(expected.length);
    expect(shown).toEqual(expect.arrayContaining(expected));
  });

  it.each(table)("opens $name and shows its description and the problems that it answers", async (operation) => {
    const block = page.locator(".opblock", { has: page.getByText(operation.summary, { exact: true }) });
    await block.locator(".opblock-summary-control").click();
    await block.locator(".responses-table").first().waitFor();
    const text = await block.textContent();
    expect(text).toContain(operation.description.slice(0, 40).replace(/`.*/, ""));
    expect(text).toContain(operation.scope === "public" ? "406" : "401");
    await block.locator(".opblock-summary-control").click();
  });

  it("has a title and a language", async () => {
    expect(await page.title()).toBe("Operator API reference");
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
  });

  it("asks nobody but its own service", () => {
    expect(requested).toContain(`${baseUrl}/openapi.json`);
    const elsewhere = requested.filter((url) => !url.startsWith(`${baseUrl}/`) && !url.startsWith("data:"));
    expect(elsewhere).toEqual([]);
  });

  it("runs without an error, a warning or a broken policy", () => {
    expect(complaints).toEqual([]);
  });

  it("is held by its policy: a script in the page does not run, and a request elsewhere does not leave", async () => {
    const broken = page.evaluate(
      () =>
        new Promise<{ found: string[]; ran: boolean }>((resolve) => {
          const found: string[] = [];
          document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
            if (found.push(effectiveDirective) === 2) resolve({ found: found.sort(), ran: "ran" in window });
          });
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.head.append(script);
          void fetch("https://elsewhere.invalid/").catch(() => undefined);
        }),
    );
    expect(await broken).toEqual({ found: ["connect-src", "script-src-elem"], ran: false });
  });

  it("can be looked at", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "operator-docs-")), "docs.png");
    const image = await page.screenshot({ path, fullPage: true });
    expect(image.byteLength).toBeGreaterThan(20_000);
    console.log(`screenshot: ${path}`);
  });
});
