import { env } from "cloudflare:workers";
import { operations, projectRef } from "@operator/contract";
import { describe, expect, it } from "vitest";
import { openTenant, problemOf, send, type TestTenant } from "../../test/harness.ts";
import { BROKEN_PROJECT, DIR, validate, WEATHER_PROJECT } from "../../test/projects.ts";

/** The digest of the snapshot that a project is kept under. */
async function snapshotOf(tenant: TestTenant, files: Record<string, string> = WEATHER_PROJECT): Promise<string> {
  const before = new Set((await listed(tenant)).map(({ key }) => key));
  await validate(tenant, files);
  const added = (await listed(tenant)).find(({ key }) => !before.has(key));
  return added?.key.split("/").at(-1) ?? "";
}

const listed = async ({ id }: TestTenant) => (await env.EVIDENCE.list({ prefix: `${id}/projects/` })).objects;

const resolve = ({ agent }: TestTenant, place: Parameters<typeof projectRef>[0]) =>
  agent.resolveProjectEvidence(projectRef(place));

describe("resolveProjectEvidence", () => {
  it("resolves every ref of an answer, to what stood there", async () => {
    const tenant = await openTenant();
    const { issues = [] } = await validate(tenant, {
      ...BROKEN_PROJECT,
      "requirements.txt": "requests==1\nrequests==2\n",
    });
    const refs = issues.flatMap(({ evidence_refs = [] }) => evidence_refs);
    expect(refs.length).toBeGreaterThan(0);
    for (const { type, ref } of refs) {
      const found = operations.resolveProjectEvidence.output.parse(
        await tenant.agent.resolveProjectEvidence({ type, ref }),
      );
      expect(found).toMatchObject({ type, ref, project_dir: DIR });
    }
    const [first] = issues[0]?.evidence_refs ?? [];
    expect(await tenant.agent.resolveProjectEvidence(first ?? { type: "log", ref: "" })).toMatchObject({
      path: "agent.yaml",
      start_line: 4,
      end_line: 4,
      content: "entry: gone.py",
    });
  });

  it("answers lines and whole files, with secrets taken out", async () => {
    const tenant = await openTenant();
    const token = ["ghp", "a8Zk3LmQ7xT2vB9nR4cY6wE1uJ5oP0dFsGhK"].join("_");
    const snapshot = await snapshotOf(tenant, { ...WEATHER_PROJECT, "a.py": `x = 1\nTOKEN = "${token}"\ny = 2\n` });
    const lines = await resolve(tenant, { snapshot, path: "a.py", lines: { first: 1, last: 2 } });
    expect(lines).toMatchObject({ start_line: 1, end_line: 2, total_lines: 4 });
    expect(lines.content).toMatch(/^x = 1\nTOKEN = .*\[REDACTED\]/);
    const file = await resolve(tenant, { snapshot, path: "a.py" });
    expect(file).toMatchObject({ start_line: 1, end_line: 4 });
    expect(file.content).not.toContain(token);
  });

  it.each([
    "a b.py",
    "a:1-2",
    "100%.txt",
    "a%3A1.py",
    "x/ü☃.py",
    "q?a=b#c.py",
    "a+b&c.py",
    "__init__.py",
    "constructor",
  ])("finds a file of the name %j", async (path) => {
    const tenant = await openTenant();
    const snapshot = await snapshotOf(tenant, { ...WEATHER_PROJECT, [path]: "here\nand here\n" });
    const found = await resolve(tenant, { snapshot, path, lines: { first: 1, last: 2 } });
    expect(found).toMatchObject({ path, content: "here\nand here" });
  });

  it("answers 404 for what is not there, and for refs that are none", async () => {
    const tenant = await openTenant();
    const snapshot = await snapshotOf(tenant);
    const known = projectRef({ snapshot, path: "main.py" }).ref;
    const nowhere: [type: "log" | "redacted_excerpt" | "span", ref: string][] = [
      ["redacted_excerpt", known.replace("main.py", "other.py")],
      ["redacted_excerpt", known.replace("main.py", "toString")],
      ["redacted_excerpt", known.replace(snapshot, "0".repeat(64))],
      ["redacted_excerpt", `${known}:1-99`],
      ["redacted_excerpt", `${known}:7-3`],
      ["log", `${known}:99`],
      ["log", known],
      ["span", known],
      ["log", "4:stderr_ref:1"],
    ];
    for (const [type, ref] of nowhere) {
      const error = tenant.agent.resolveProjectEvidence({ type, ref });
      await expect(error, ref).rejects.toMatchObject({ status: 404, code: "evidence_not_found" });
    }
  });

  it("answers another tenant as it answers for a snapshot that nobody has", async () => {
    const [tenant, other] = [await openTenant(), await openTenant()];
    const snapshot = await snapshotOf(tenant);
    const ask = async (digest: string) => {
      const ref = encodeURIComponent(projectRef({ snapshot: digest, path: "main.py" }).ref);
      const headers = { authorization: `Bearer ${other.keys.agent}` };
      const problem = await problemOf(await send(`/v1/projects/evidence/redacted_excerpt/${ref}`, { headers }));
      return { ...problem, instance: "", request_id: "" };
    };
    expect(await ask(snapshot)).toEqual(await ask("0".repeat(64)));
  });

  it("says that the evidence is gone where the snapshot is not kept any more, or is not what was stored", async () => {
    const tenant = await openTenant();
    const snapshot = await snapshotOf(tenant);
    const name = `${tenant.id}/projects/${snapshot}`;
    await env.EVIDENCE.put(name, JSON.stringify({ project_dir: DIR, files: { "main.py": "forged" }, binaries: [] }));
    const gone = { status: 410, code: "evidence_gone" };
    await expect(resolve(tenant, { snapshot, path: "main.py" })).rejects.toMatchObject(gone);
    await env.EVIDENCE.delete(name);
    await expect(resolve(tenant, { snapshot, path: "main.py" })).rejects.toMatchObject(gone);
    await validate(tenant, WEATHER_PROJECT);
    expect((await resolve(tenant, { snapshot, path: "main.py" })).content).toBe(WEATHER_PROJECT["main.py"]);
  });

  it("supports a proposal, when it leads somewhere", async () => {
    const tenant = await openTenant();
    const snapshot = await snapshotOf(tenant);
    const propose = (path: string) =>
      tenant.agent.proposeChange({
        body: {
          change_type: "retention_purge",
          rationale: "The notes are old.",
          patch: { purge: "notes" },
          evidence_refs: [projectRef({ snapshot, path })],
        },
      });
    await expect(propose("gone.py")).rejects.toMatchObject({
      code: "unresolved_evidence",
      problem: { errors: [{ field: "evidence_refs[0]" }] },
    });
    expect((await propose("main.py")).status).toBe("pending");
  });
});
