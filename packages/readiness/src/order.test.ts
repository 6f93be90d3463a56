import { describe, expect, it } from "vitest";
import { AGENT, POLICY, projectOf } from "../test/projects.ts";
import { validateProject } from "./validate.ts";

const VALID = { "agent.yaml": AGENT, "policy.yaml": POLICY, "main.py": "print('hello')\n" };
const TOKEN = ["ghp", "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5"].join("_");

const codesOf = (files: Readonly<Record<string, string>>) =>
  validateProject(projectOf(files)).issues.map(({ code }) => code);

describe("an answer", () => {
  it("has nothing to say of a project that is ready", () => {
    expect(validateProject(projectOf(VALID))).toEqual({ ready: true, runtime: "python", issues: [] });
  });

  it("begins with what to fix first: blocking before advisory, then by check, file and line", () => {
    const files = {
      ...VALID,
      "agent.yaml": AGENT.replace("version: 1.0.0\n", "").replace("main.py", "run.py"),
      "policy.yaml": POLICY.replace("service: openai", "service: openai\n    extra: 1"),
      "b.py": `T = "${TOKEN}"\n`,
      "a.py": `\nT = "${TOKEN}"\nU = "${TOKEN}"\n`,
    };
    const { issues } = validateProject(projectOf(files));
    expect(issues.map(({ code, places: [place] }) => `${code} ${place?.path}:${place?.first}`)).toEqual([
      "secret_in_file a.py:2",
      "secret_in_file a.py:3",
      "secret_in_file b.py:1",
      "entry_missing agent.yaml:3",
      "policy_unknown_field policy.yaml:9",
      "agent_version_missing agent.yaml:undefined",
    ]);
  });

  it("lists two hundred issues, and counts the others as severe as the first of them", () => {
    const token = (index: number) => TOKEN.slice(0, -3) + String(100 + index);
    const files = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`s${100 + index}.txt`, token(index)]));
    const { ready, issues } = validateProject(projectOf({ ...VALID, ...files }));
    expect(ready).toBe(false);
    expect(issues).toHaveLength(201);
    expect(issues.at(-1)).toMatchObject({ code: "more_issues", severity: "blocking" });
    expect(issues.at(-1)?.message).toContain("There are 50 more issues");
  });
});

describe("a secret is", () => {
  it.each([
    ["a token", `see ${TOKEN} for it`],
    ["a key in a variable", 'OPENAI_API_KEY="Zx9Yw8Vu7Ts6Rq5Po4Nm3Lk2"'],
    ["a token in front of a cut one", `${TOKEN} or OPENAI_API_KEY=sk-...`],
    ["a long token with dots behind it", `use ${TOKEN}...`],
  ])("%s", (_, line) => {
    expect(codesOf({ ...VALID, "notes.md": line })).toEqual(["secret_in_file"]);
  });

  it.each([
    ["what is cut short", "Set `OPENAI_API_KEY=sk-...` or use another provider"],
    ["what is cut short in a file", "LANGSMITH_API_KEY=lsv2_pt_..."],
    ["a row of x", "OPENAI_API_KEY=sk-xxxxxxxxxxxxxxxxxxxxxxxx"],
    ["an example of AWS", "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE"],
    ["a variable of the environment", 'API_KEY = os.environ["API_KEY"]'],
    ["a hash of a lock", `hash = "sha256:${"0a1b2c3d".repeat(8)}"`],
  ])("not %s", (_, line) => {
    expect(codesOf({ ...VALID, "notes.md": line })).toEqual([]);
  });
});
