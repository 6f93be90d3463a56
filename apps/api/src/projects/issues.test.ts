import { ValidationIssue } from "@operator/contract";
import type { Finding, Project } from "@operator/readiness";
import { describe, expect, it } from "vitest";
import { issuesOf } from "./issues.ts";

const digest = "0123456789abcdef".repeat(4);

const projectWith = (files: Record<string, string>): Project => ({
  dir: "/srv/agent",
  files: new Map(Object.entries(files)),
  binaries: new Set(["logo.png"]),
  circumstances: {},
});

const stored = projectWith({ "a.py": "one\ntwo\nthree", "b.py": "x" });

const finding = (change: Partial<Finding> = {}): Finding => ({
  code: "some_code",
  severity: "blocking",
  category: "agent_runtime_exception",
  message: "Something is wrong.",
  nextAction: "fix_code",
  places: [{ path: "a.py", first: 2, last: 3 }],
  ...change,
});

const refsOf = (places: Finding["places"], redacted = stored) =>
  issuesOf([finding({ places })], { sent: redacted, redacted, digest })[0]?.evidence_refs?.map(({ type, ref }) => [
    type,
    ref.replace(`project_${digest}:`, ""),
  ]);

describe("issuesOf", () => {
  it("tells a finding as the contract has it", () => {
    const [issue] = issuesOf([finding()], { sent: stored, redacted: stored, digest });
    expect(ValidationIssue.parse(issue)).toEqual({
      category: "agent_runtime_exception",
      message: "Something is wrong.",
      evidence_refs: [{ type: "redacted_excerpt", ref: `project_${digest}:a.py:2-3` }],
      next_action: "fix_code",
    });
  });

  it("puts blocking ones first, and marks the advisory ones", () => {
    const advisory = finding({ severity: "advisory", message: "a pin is missing." });
    const messages = issuesOf([advisory, finding(), advisory], { sent: stored, redacted: stored, digest }).map(
      (one) => one.message,
    );
    expect(messages).toEqual(["Something is wrong.", "Advisory: a pin is missing.", "Advisory: a pin is missing."]);
  });

  it("names a line, lines and files, each once", () => {
    const line = { path: "a.py", first: 2 };
    expect(refsOf([line, { ...line, last: 2 }, { path: "b.py" }])).toEqual([
      ["log", "a.py:2"],
      ["redacted_excerpt", "b.py"],
    ]);
  });

  it("names the file where the lines are not there", () => {
    const shorter = projectWith({ "a.py": "one\n[REDACTED]", "b.py": "x" });
    expect(refsOf([{ path: "a.py", first: 2, last: 3 }], shorter)).toEqual([["redacted_excerpt", "a.py"]]);
    expect(refsOf([{ path: "a.py", first: 2, last: 9 }])).toEqual([["redacted_excerpt", "a.py"]]);
  });

  it("cites nothing that could not be looked up: no file that is missing, and none that is no text", () => {
    expect(refsOf([{ path: "gone.py" }, { path: "logo.png" }])).toBeUndefined();
  });

  it("cites no more places than somebody looks at", () => {
    const many = projectWith({ "a.py": "\n".repeat(200) });
    const places = Array.from({ length: 100 }, (_, index) => ({ path: "a.py", first: index + 1 }));
    const [issue] = issuesOf([finding({ places })], { sent: many, redacted: many, digest });
    expect(issue?.evidence_refs).toHaveLength(20);
  });
});
