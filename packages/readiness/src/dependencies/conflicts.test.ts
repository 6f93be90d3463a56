import { describe, expect, it } from "vitest";
import { dependencyFindings } from "./dependency-findings.ts";
import { projectOf, summarised } from "./testing/project-of.ts";

function found(files: Readonly<Record<string, string>>): string[] {
  return summarised(dependencyFindings(projectOf(files))).filter((one) => one.includes("_conflict"));
}

const CONFLICT = "dependency_versions_conflict";

describe("declarations of one package", () => {
  it.each([
    ["a==1\na==1.0\n"],
    ["a>=1\na<2\n"],
    ["a~=1.4\na==1.9.*\n"],
    ["a>1\na<1.0.1\n"],
    ["a!=1\na>=1\n"],
    ["a>=1.0rc1\na<1.1\n"],
    ["a==1.0+cpu\na>=1\n"],
    ["a>=2!1\na<2!2\n"],
    ["a===foo\nA===foo\n"],
    ["a==1 ; python_version<'3.9'\na==2 ; python_version>='3.9'\n"],
    ["a==1 ; sys_platform=='win32'\na==2 ; os_name=='posix'\n"],
    ["a==1 ; python_full_version<'3.11.4'\na==2 ; python_version>='3.12'\n"],
    ["a==1\na @ https://example.com/a.whl\n"],
  ])("agree in %j", (text) => {
    expect(found({ "requirements.txt": text })).toEqual([]);
  });

  it.each([
    ["a==1\nA==2\n"],
    ["a>=2\na<2\n"],
    ["a~=1.4\na>=2\n"],
    ["a==1.4.*\na!=1.4.*\n"],
    ["a_b>2\na-b<=2\n"],
    ["a===foo\na===bar\n"],
    ["a>=1.0rc1\na<1.0\n"],
    ["a>=1!1\na<5\n"],
    ["a==1 ; python_version<'3.9'\na==2 ; python_version<'3.10'\n"],
    ["a==1 ; sys_platform!='win32'\na==2 ; python_version>='3'\n"],
  ])("contradict in %j", (text) => {
    expect(found({ "requirements.txt": text })).toEqual([`${CONFLICT} blocking requirements.txt:1`]);
  });

  it("contradict on one line", () => {
    expect(found({ "requirements.txt": "b\na>=2,<1\n" })).toEqual([`${CONFLICT} blocking requirements.txt:2`]);
  });

  it("contradict all together when no two of them do", () => {
    const text = "a>=1,<3\na!=1.*\na!=2.*\n";
    expect(found({ "requirements.txt": text })).toEqual([`${CONFLICT} blocking requirements.txt:1`]);
  });

  it("contradict elsewhere than where agents run, which is advisory", () => {
    const text = "a==1 ; sys_platform=='win32'\na==2 ; os_name=='nt'\n";
    expect(found({ "requirements.txt": text })).toEqual([`${CONFLICT} advisory requirements.txt:1`]);
  });

  it("contradict a constraint, which alone asks for nothing", () => {
    const files = { "limits.txt": "a<2\nb<2\nb>3\n" };
    const requirements = "-c limits.txt\na>=2\n";
    expect(found({ "requirements.txt": requirements, ...files })).toEqual([`${CONFLICT} blocking limits.txt:1`]);
  });

  it("contradict between requirements.txt and pyproject.toml", () => {
    const pyproject = '[project]\nname = "p"\nversion = "1"\ndependencies = [\n  "a>=2",\n]\n';
    const [one] = dependencyFindings(projectOf({ "requirements.txt": "a==1\n", "pyproject.toml": pyproject }));
    expect(one).toEqual({
      code: CONFLICT,
      severity: "blocking",
      category: "dependency_conflict",
      message: 'No version satisfies all of "a==1" and "a>=2".',
      nextAction: "fix_code",
      places: [
        { path: "requirements.txt", first: 1, last: 1 },
        { path: "pyproject.toml", first: 5, last: 5 },
      ],
    });
  });

  it("contradict only where the project runs at all", () => {
    const pyproject = '[project]\nname = "p"\nversion = "1"\nrequires-python = ">=3.10"\n';
    const text = "a==1 ; python_version<'3.9'\na==2 ; python_version<'3.8'\n";
    expect(found({ "requirements.txt": text, "pyproject.toml": pyproject })).toEqual([]);
  });

  it("contradict on another Python than that of the agent, which is advisory", () => {
    const text = "a==1 ; python_version<'3.9'\na==2 ; python_version<'3.10'\n";
    const agent = "name: x\nruntime: python3.12\n";
    expect(found({ "requirements.txt": text, "agent.yaml": agent })).toEqual([
      `${CONFLICT} advisory requirements.txt:1`,
    ]);
  });

  it("of two extras are not installed together", () => {
    const pyproject =
      '[project]\nname = "p"\nversion = "1"\n[project.optional-dependencies]\na = ["x<2"]\nb = ["x>=2"]\n';
    expect(found({ "pyproject.toml": pyproject })).toEqual([]);
  });
});
