import { expect, it } from "vitest";
import { AGENT, POLICY, projectOf } from "../test/projects.ts";
import { redactProject } from "./redact/redact-project.ts";
import { validateProject } from "./validate.ts";

const READY = { "agent.yaml": AGENT, "policy.yaml": POLICY, "main.py": "" };
const TOKEN = ["ghp", "a8Zk3LmQ7xT2vB9nR4cY6wE1uJ5oP0dFsGhK"].join("_");

it("is ready exactly when nothing blocks, whatever is advised", () => {
  expect(validateProject(projectOf(READY))).toEqual({ ready: true, runtime: "python", issues: [] });
  const advised = validateProject(
    projectOf({ ...READY, "policy.yaml": POLICY.replace("api.openai.com", "a.example") }),
  );
  expect(advised).toMatchObject({ ready: true, issues: [{ severity: "advisory" }] });
  expect(validateProject(projectOf({ ...READY, "agent.yaml": "" })).ready).toBe(false);
});

it("names places as they are in the redacted project, and no secret anywhere", () => {
  const secret = projectOf({ ...READY, [`keys/${TOKEN}.py`]: `X = 1\nT = "${TOKEN}"\n`, [`${TOKEN}/.env`]: "A=b\n" });
  const { issues } = validateProject(secret);
  expect(issues.map(({ places }) => places)).toEqual([
    [{ path: "[REDACTED]/.env" }],
    [{ path: "keys/[REDACTED].py", first: 2, last: 2 }],
  ]);
  for (const { places } of issues) {
    for (const { path } of places) expect(redactProject(secret).files.has(path)).toBe(true);
  }
  expect(JSON.stringify(issues)).not.toContain(TOKEN);
});

it("lists two hundred findings and counts the others", () => {
  const files = Object.fromEntries(Array.from({ length: 230 }, (_, index) => [`f${index}.pem`, "x"]));
  const { ready, issues } = validateProject(projectOf({ ...READY, ...files }));
  expect(ready).toBe(false);
  expect(issues).toHaveLength(201);
  expect(issues.at(-1)).toMatchObject({ code: "more_issues", message: expect.stringContaining("30 more") });
});
