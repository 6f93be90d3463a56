import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { type Operation, problemsOf } from "./operation.ts";
import { operations } from "./operations/index.ts";
import { PROBLEMS } from "./problem.ts";

const table: readonly (readonly [string, Operation])[] = Object.entries(operations);

/** A schema that refuses what it does not know, at every depth: strict objects have the catch-all `never`. */
function openObjects(schema: z.core.$ZodType, at = ""): string[] {
  const { def } = schema._zod;
  if (def.type === "object") {
    const { shape, catchall } = def as z.core.$ZodObjectDef;
    const inside = Object.entries(shape).flatMap(([name, field]) => openObjects(field, `${at}.${name}`));
    return catchall?._zod.def.type === "never" ? inside : [at, ...inside];
  }
  if (def.type === "array") return openObjects((def as z.core.$ZodArrayDef).element, `${at}[]`);
  if (def.type === "optional") return openObjects((def as z.core.$ZodOptionalDef).innerType, at);
  return [];
}

describe("the operation table", () => {
  it("has an operation for every file, under the file's name", () => {
    const files = readdirSync(new URL("operations/", import.meta.url)).filter(
      (file) => file !== "index.ts" && !file.endsWith(".test.ts"),
    );
    const names = files.map((file) =>
      file.replace(/\.ts$/, "").replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    );
    expect(Object.keys(operations).sort()).toEqual(names.sort());
  });

  it("has no method and path twice, whatever the placeholders are called", () => {
    const routes = table.map(([, { method, path }]) => `${method} ${path.replace(/\{[^}]*\}/g, "{}")}`);
    expect(new Set(routes).size).toBe(routes.length);
  });
});

describe.each(table)("the operation %s", (key, operation) => {
  it("is called what the table calls it", () => {
    expect(operation.name).toBe(key);
  });

  it("has a kebab-case path with exactly the placeholders that its params describe", () => {
    expect(operation.path).toMatch(/^(\/(\.?[a-z0-9]+([.-][a-z0-9]+)*|\{[a-z_]+\}))+(\/\{[a-z_]+\+\})?$/);
    const placeholders = [...operation.path.matchAll(/\{([a-z_]+)\+?\}/g)].map(([, name]) => name);
    expect(placeholders).toEqual(Object.keys(operation.params.shape));
  });

  it("takes no body with GET or DELETE, and a limited one of a named type elsewhere", () => {
    if (operation.body === undefined) return;
    expect(["GET", "DELETE"]).not.toContain(operation.method);
    expect(operation.body.maxBytes).toBeGreaterThan(0);
    expect(operation.body.mediaTypes).not.toEqual([]);
  });

  it("may be repeated when it only reads", () => {
    if (operation.method === "GET") expect(operation.repeatable).toBe(true);
  });

  it("asks the tenant's directory on every call when it administers", () => {
    if (operation.scope.endsWith(":admin")) expect(operation.authority).toBe("fresh");
  });

  it("declares problems that exist, each once", () => {
    const codes = problemsOf(operation);
    expect(codes.filter((code) => !Object.hasOwn(PROBLEMS, code))).toEqual([]);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it("has an example that fits its schemas", () => {
    const { params = {}, query = {}, body, output } = operation.example;
    expect(operation.params.parse(params)).toEqual(params);
    expect(operation.query.parse(query)).toMatchObject(query);
    if (operation.body) expect(operation.body.schema.parse(body)).toMatchObject(body as object);
    else expect(body).toBeUndefined();
    expect(operation.output.parse(output)).toEqual(output);
  });

  it("refuses what its schemas do not know, in path, query, body and answer, at every depth", () => {
    const schemas = [operation.params, operation.query, operation.body?.schema ?? operation.params, operation.output];
    expect(schemas.flatMap((schema) => openObjects(schema))).toEqual([]);
  });

  it("has a summary of one line and a description in sentences", () => {
    expect(operation.summary).toMatch(/^[A-Z][^\n.]{0,60}$/);
    expect(operation.description).toMatch(/^[A-Z].*\.$/s);
  });
});

describe("the examples", () => {
  it("of operations on one run answer about the run that was asked for", () => {
    const OfRun = z.object({ run_id: z.string() });
    for (const [name, { example }] of table) {
      const [asked, answered] = [OfRun.safeParse(example.params), OfRun.safeParse(example.output)];
      if (asked.success && answered.success) expect(answered.data, name).toEqual(asked.data);
    }
  });
});
