import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { isAdvisory, limits, ValidateAgentProjectResponse } from "@operator/contract";
import { describe, expect, it } from "vitest";
import { openTenant, problemOf } from "../../test/harness.ts";
import {
  BROKEN_PROJECT,
  DIR,
  gzipped,
  postProject,
  tarOf,
  validate,
  WEATHER_PROJECT,
  zipOf,
} from "../../test/projects.ts";

/** The answer of the service, checked with the contract's strict schema. */
async function answerOf(response: Response): Promise<ValidateAgentProjectResponse> {
  const body = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  return ValidateAgentProjectResponse.parse(body);
}

const blobsOf = async (tenant: { id: string }) =>
  (await env.EVIDENCE.list({ prefix: `${tenant.id}/projects/` })).objects;

describe("validateAgentProject", () => {
  it("finds a good project ready, and a broken one not, with an action for every issue", async () => {
    const tenant = await openTenant();
    const good = ValidateAgentProjectResponse.parse(await validate(tenant, WEATHER_PROJECT));
    expect(good).toMatchObject({ ready: true, project_dir: DIR, runtime: "python" });
    const { ready, issues = [] } = ValidateAgentProjectResponse.parse(await validate(tenant, BROKEN_PROJECT));
    expect(ready).toBe(false);
    expect(issues[0]).toMatchObject({ category: "agent_runtime_exception", next_action: "fix_code" });
    expect(issues[0]?.evidence_refs?.[0]?.ref).toMatch(/^project_[0-9a-f]{64}:agent\.yaml:4$/);
  });

  it("answers the same for every form of the same project", async () => {
    const tenant = await openTenant();
    const expected = await validate(tenant, BROKEN_PROJECT);
    const tar = await tarOf(BROKEN_PROJECT);
    const forms: [type: string, body: Uint8Array<ArrayBuffer>][] = [
      ["application/x-tar", tar],
      ["application/gzip", await gzipped(tar)],
      ["application/zip", zipOf(BROKEN_PROJECT)],
    ];
    for (const [type, body] of forms) expect(await answerOf(await postProject(tenant, body, type))).toEqual(expected);
    expect(await blobsOf(tenant)).toHaveLength(1);
  });

  it("concludes from the context what it says, and nothing from what it does not", async () => {
    const tenant = await openTenant();
    const { issues = [] } = await validate(tenant, WEATHER_PROJECT, { context: { docker_available: false } });
    expect(issues).toMatchObject([{ category: "docker_unavailable", next_action: "start_docker" }]);
    expect(await validate(tenant, WEATHER_PROJECT, { context: { docker_available: true } })).toMatchObject({
      ready: true,
    });
    const context = encodeURIComponent('{"docker_available":false}');
    const query = `?project_dir=${encodeURIComponent(DIR)}&context=${context}`;
    const zipped = await answerOf(await postProject(tenant, zipOf(WEATHER_PROJECT), "application/zip", query));
    expect(zipped.issues).toEqual(issues);
  });

  it("lists blocking issues before advisory ones, which alone may stand beside ready", async () => {
    const tenant = await openTenant();
    const llm = "llm:\n  provider: openai\n  model: gpt-5\n";
    for (const files of [WEATHER_PROJECT, BROKEN_PROJECT]) {
      const talking = { ...files, "agent.yaml": files["agent.yaml"] + llm };
      const { ready, issues = [] } = await validate(tenant, talking);
      const advisory = issues.map(isAdvisory);
      expect(advisory).toContain(true);
      expect(advisory).toEqual(advisory.toSorted());
      expect(ready).toBe(!advisory.includes(false));
    }
  });

  it("stores the same project once, however often and by whichever name of its agent it is sent", async () => {
    const tenant = await openTenant();
    for (const agent of ["weather-agent", "other"]) await validate(tenant, WEATHER_PROJECT, { agent });
    const [blob, ...others] = await blobsOf(tenant);
    expect(others).toEqual([]);
    await validate(tenant, WEATHER_PROJECT);
    expect((await blobsOf(tenant))[0]?.uploaded).toEqual(blob?.uploaded);
    const rows = await runInDurableObject(env.TENANT_DIRECTORY.getByName(tenant.id), (_, { storage }) =>
      storage.sql
        .exec("SELECT (SELECT COUNT(*) FROM project_snapshots) AS s, COUNT(*) AS v FROM project_validations")
        .one(),
    );
    expect(rows).toEqual({ s: 1, v: 1 });
  });

  it("stores and answers no secret of the project", async () => {
    const tenant = await openTenant();
    const canary = ["AKIA", "Q3EGRZ7KFY2VN6TA"].join("");
    const token = ["ghp", "a8Zk3LmQ7xT2vB9nR4cY6wE1uJ5oP0dFsGhK"].join("_");
    const files = {
      ...WEATHER_PROJECT,
      [`keys/${token}.txt`]: "named like a secret\n",
      "settings.py": `AWS_ACCESS_KEY_ID = "${canary}"\nTOKEN = "${token}"\n`,
    };
    const body = { project_dir: `/srv/${token}`, files, context: { bound_credentials: [token] } };
    const answer = await tenant.agent.validateAgentProject({ body });
    expect(answer.issues).toMatchObject([{ category: "secret_scan_failed" }, {}]);
    const stored = await Promise.all(
      (await blobsOf(tenant)).map(async ({ key }) => (await env.EVIDENCE.get(key))?.text()),
    );
    const rows = await runInDurableObject(env.TENANT_DIRECTORY.getByName(tenant.id), (_, { storage }) =>
      ["project_snapshots", "project_validations"].flatMap((table) =>
        storage.sql.exec(`SELECT * FROM ${table}`).toArray(),
      ),
    );
    const everything = JSON.stringify([answer, stored, rows, await tenant.agent.nextProjectAction()]);
    expect(stored.join()).toContain("settings.py");
    for (const secret of [canary, token]) expect(everything).not.toContain(secret);
  });

  it("asks for a look at a policy that hands something over, until it is the one in force for the agent", async () => {
    const tenant = await openTenant();
    const listener = `${WEATHER_PROJECT["policy.yaml"]}ingress:\n  - path: /hook\n    port: 7718\n`;
    const files = { ...WEATHER_PROJECT, "policy.yaml": listener };
    const handoff = expect.objectContaining({ next_action: "review_handoff" });
    expect((await validate(tenant, files)).issues).toContainEqual(handoff);
    await tenant.admin.putPolicy({ agent: "another-agent", body: listener });
    expect((await validate(tenant, files)).issues).toContainEqual(handoff);
    await tenant.admin.putPolicy({ agent: "weather-agent", body: listener });
    expect((await validate(tenant, files)).issues ?? []).not.toContainEqual(handoff);
  });

  it("leads to the lines of a file whose name held a secret, under the name that is kept", async () => {
    const tenant = await openTenant();
    const token = ["ghp", "a8Zk3LmQ7xT2vB9nR4cY6wE1uJ5oP0dFsGhK"].join("_");
    const path = `keys/${token}.py`;
    const { issues = [] } = await validate(tenant, { ...WEATHER_PROJECT, [path]: `x = 1\nTOKEN = "${token}"\n` });
    const refs = issues.flatMap(({ evidence_refs = [] }) => evidence_refs);
    const found = await Promise.all(refs.map((ref) => tenant.agent.resolveProjectEvidence(ref)));
    expect(found.map(({ start_line, content }) => [start_line, content])).toContainEqual([
      2,
      expect.stringContaining("[REDACTED]"),
    ]);
    expect(JSON.stringify(found)).not.toContain(token);
  });

  it("refuses an agent's name that looks like a secret", async () => {
    const agent = ["ghp", "a8Zk3LmQ7xT2vB9nR4cY6wE1uJ5oP0dFsGhK"].join("_");
    const body = JSON.stringify({ project_dir: DIR, files: WEATHER_PROJECT, agent });
    const problem = await problemOf(await postProject(await openTenant(), body));
    expect(problem.code).toBe("secret_in_identifier");
    expect(JSON.stringify(problem)).not.toContain(agent);
  });
});

describe("validateAgentProject, of what is no project", () => {
  const wide = "x".repeat(1024);
  const many = Object.fromEntries(Array.from({ length: limits.MAX_PROJECT_FILES + 1 }, (_, n) => [`f${n}`, ""]));
  const large = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`f${n}`, wide.repeat(1024)]));

  it.each<[string, Record<string, string>, number, string]>([
    ["a path above it", { "../canary.py": "" }, 422, "unsafe_path"],
    ["a path of the machine", { "/etc/canary": "" }, 422, "unsafe_path"],
    ["a step back in a path", { "a/../canary": "" }, 422, "unsafe_path"],
    ["a backslash", { "a\\canary": "" }, 422, "unsafe_path"],
    ["an empty path", { "": "" }, 422, "unsafe_path"],
    ["too many files", many, 413, "too_many_files"],
    ["more text than is taken", large, 413, "project_too_large"],
  ])("refuses %s, as JSON and as archives, without repeating it", async (_, files, status, code) => {
    const tenant = await openTenant();
    const body = JSON.stringify({ project_dir: DIR, files });
    const forms: [BodyInit, string][] = [[body, "application/json"]];
    // An archive cannot have an entry without a name.
    if (!("" in files)) {
      const tar = await tarOf(files);
      forms.push([tar, "application/x-tar"], [await gzipped(tar), "application/gzip"]);
      forms.push([zipOf(files), "application/zip"]);
    }
    for (const [form, type] of forms) {
      const problem = await problemOf(await postProject(tenant, form, type));
      expect(problem, type).toMatchObject({ status, code });
      expect(JSON.stringify(problem)).not.toContain("canary");
    }
    expect(await blobsOf(tenant)).toEqual([]);
  });

  it("names the limit that was passed", async () => {
    const body = JSON.stringify({ project_dir: DIR, files: many });
    const { errors } = await problemOf(await postProject(await openTenant(), body));
    expect(errors).toMatchObject([{ code: "too_many_files", limit: limits.MAX_PROJECT_FILES }]);
  });

  it.each(["application/x-tar", "application/gzip", "application/zip"])(
    "refuses bytes that are no %s",
    async (type) => {
      const tenant = await openTenant();
      for (const bytes of [new Uint8Array(), new Uint8Array(2000).fill(120), zipOf(WEATHER_PROJECT).slice(0, 100)]) {
        expect((await problemOf(await postProject(tenant, bytes, type))).code).toBe("invalid_archive");
      }
    },
  );

  it("refuses archives that unpack to far more than they are", async () => {
    const bomb = { "zeros.txt": "0".repeat(64 * 1024 * 1024) };
    const tenant = await openTenant();
    const forms: [Uint8Array<ArrayBuffer>, string][] = [
      [await gzipped(await tarOf(bomb)), "application/gzip"],
      [zipOf(bomb), "application/zip"],
    ];
    for (const [body, type] of forms) {
      expect(body.byteLength).toBeLessThan(limits.MAX_PROJECT_BYTES);
      expect((await problemOf(await postProject(tenant, body, type))).code).toBe("project_too_large");
    }
  });

  it("refuses links in an archive, wherever they lead, and a file that stands twice", async () => {
    const tenant = await openTenant();
    const post = async (...more: Parameters<typeof tarOf>[1] & object) =>
      (await problemOf(await postProject(tenant, await tarOf(WEATHER_PROJECT, more), "application/x-tar"))).code;
    const link = (type: "symlink" | "link", linkname: string) =>
      post({ header: { name: "link", size: 0, type, linkname } });
    expect(await link("symlink", "/etc/passwd")).toBe("unsafe_path");
    expect(await link("link", "main.py")).toBe("unsafe_path");
    expect(await post({ header: { name: "main.py", size: 1 }, body: "x" })).toBe("duplicate_file");
  });

  it("takes a project of 8 MiB whose every character JSON has to escape", async () => {
    const text = "\n".repeat(limits.MAX_PROJECT_BYTES - 2000);
    const answer = await validate(await openTenant(), { ...WEATHER_PROJECT, "notes.txt": text });
    expect(answer.ready).toBe(true);
  });

  it.each([
    ["a relative project_dir", { project_dir: "weather", files: {} }, "project_dir"],
    ["a project_dir over two lines", { project_dir: "/srv/a\nb", files: {} }, "project_dir"],
    ["a file that is no text", { project_dir: DIR, files: { a: 1 } }, "files.a"],
    ["no files", { project_dir: DIR }, "files"],
    ["a context of another shape", { project_dir: DIR, files: {}, context: { sbom: "ok" } }, "context.sbom"],
  ])("refuses %s", async (_, body, field) => {
    const problem = await problemOf(await postProject(await openTenant(), JSON.stringify(body)));
    expect(problem).toMatchObject({ status: 422, code: "invalid_request", errors: [{ field }] });
  });

  it.each([
    ["an archive without project_dir", "application/zip", "", "project_dir"],
    ["a context that is no JSON", "application/zip", `?project_dir=${DIR}&context=yes`, "context"],
    ["a JSON body with project_dir in the query", "application/json", `?project_dir=${DIR}`, "project_dir"],
  ])("refuses %s", async (_, type, query, field) => {
    const body = type === "application/zip" ? zipOf(WEATHER_PROJECT) : "{}";
    const problem = await problemOf(await postProject(await openTenant(), body, type, query));
    expect(problem).toMatchObject({ status: 422, code: "invalid_request", errors: [{ field }] });
  });
});
