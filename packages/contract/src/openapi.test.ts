import { createConfig, lintFromString } from "@redocly/openapi-core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { toJsonSchema } from "./json-schema.ts";
import { openApiDocument } from "./openapi.ts";
import { fillPath, type Operation, problemsOf } from "./operation.ts";
import { operations } from "./operations/index.ts";
import { PROBLEMS } from "./problem.ts";
import { SCHEMA_VERSION } from "./version.ts";

interface Entry {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  security?: unknown[];
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: { content: Record<string, unknown> };
  responses: Record<string, { description: string }>;
}

interface Document {
  openapi: string;
  info: { version: string };
  tags: { name: string }[];
  paths: Record<string, Record<string, Entry>>;
  components: { schemas: Record<string, unknown> };
}

const text = JSON.stringify(openApiDocument());
const document: Document = JSON.parse(text);
const table: readonly (readonly [string, Operation])[] = Object.entries(operations);

function entryOf(operation: Operation): Entry {
  // A placeholder for the rest of a path is one like any other there.
  const path = fillPath(operation.path, (name) => `{${name}}`);
  const entry = document.paths[path]?.[operation.method.toLowerCase()];
  if (entry === undefined) throw new Error(`${operation.name} is not in the document`);
  return entry;
}

/** Everything that Redocly's recommended rules find, warnings too. The rules are in the package; nothing is fetched. */
async function lint(source: string): Promise<string[]> {
  const problems = await lintFromString({ source, config: await createConfig({ extends: ["recommended"] }) });
  return problems.map(({ severity, ruleId, message }) => `${severity} ${ruleId}: ${message}`);
}

describe("the OpenAPI document", () => {
  it("has nothing that the recommended lint rules find", async () => {
    expect(await lint(text)).toEqual([]);
  });

  it("is looked at by a linter that finds faults", async () => {
    const broken = { ...document, tags: [{ name: "runs" }], info: { title: "Operator" } };
    expect(await lint(JSON.stringify(broken))).toEqual(
      expect.arrayContaining([expect.stringContaining("tag-description"), expect.stringContaining("`version`")]),
    );
  });

  it("is of version 3.1 and names the version of the contract", () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(document.info.version).toBe(SCHEMA_VERSION);
  });

  it("has every operation of the table and no other", () => {
    const entries = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(entries.map((entry) => entry.operationId).sort()).toEqual(Object.keys(operations).sort());
  });

  it("has a target for every reference", () => {
    const references = [...text.matchAll(/"\$ref":"([^"]*)"/g)].map(([, reference]) => reference ?? "");
    expect(references.length).toBeGreaterThan(0);
    const targets = Object.keys(document.components.schemas).map((id) => `#/components/schemas/${id}`);
    expect(references.filter((reference) => !targets.includes(reference))).toEqual([]);
  });

  it("uses every component that it has", () => {
    const unused = Object.keys(document.components.schemas).filter(
      (id) => !text.includes(`"#/components/schemas/${id}"`),
    );
    expect(unused).toEqual([]);
  });

  it("means the same by a component wherever it stands", () => {
    for (const [name, { body, output }] of table) {
      const parts = [toJsonSchema(output, "output", "#/components/schemas/")];
      if (body) parts.push(toJsonSchema(body.schema, "input", "#/components/schemas/"));
      for (const { definitions } of parts) expect(document.components.schemas, name).toMatchObject(definitions);
    }
  });

  it("shows nothing of the generator: no private keywords, no local definitions", () => {
    expect(text).not.toMatch(/"\$defs"|#\/\$defs\/|"~standard"/);
  });
});

describe.each(table)("the OpenAPI entry of %s", (_, operation) => {
  const entry = entryOf(operation);

  it("carries the operation's words, its scope and a declared tag", () => {
    expect(entry).toMatchObject({ operationId: operation.name, summary: operation.summary });
    expect(entry.description).toContain(operation.description);
    expect(entry.description).toContain(`\`${operation.scope}\``);
    expect(document.tags.map((tag) => tag.name)).toEqual(expect.arrayContaining(entry.tags));
  });

  it("asks for a key unless it is public", () => {
    expect(entry.security).toEqual(operation.scope === "public" ? [] : undefined);
  });

  it("has every parameter, required where leaving it out is refused", () => {
    const expected = [
      ...Object.keys(operation.params.shape).map((name) => ({ name, in: "path", required: true })),
      ...Object.entries(operation.query.shape).map(([name, field]) => ({
        name,
        in: "query",
        required: !z.safeParse(field, undefined).success,
      })),
      { name: "Operator-Schema-Version", in: "header" },
      ...("takesIdempotencyKey" in operation ? [{ name: "Idempotency-Key", in: "header" }] : []),
      ...("takesIfMatch" in operation ? ["If-Match", "If-None-Match"].map((name) => ({ name, in: "header" })) : []),
    ];
    expect(entry.parameters).toMatchObject(expected);
    expect(entry.parameters).toHaveLength(expected.length);
  });

  it("has a body exactly when the operation takes one", () => {
    expect(Object.keys(entry.requestBody?.content ?? {})).toEqual(operation.body?.mediaTypes ?? []);
  });

  it("answers the operation's status, and the status of each problem with the code in its words", () => {
    const statuses = problemsOf(operation).map((code) => PROBLEMS[code].status);
    expect(Object.keys(entry.responses).sort()).toEqual(
      [...new Set([operation.status, ...statuses])].map(String).sort(),
    );
    for (const code of problemsOf(operation)) {
      expect(entry.responses[PROBLEMS[code].status]?.description).toContain(`\`${code}\``);
    }
  });
});
