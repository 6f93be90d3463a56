import { BoundedJson, Candidate } from "@operator/contract";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BASE, digest, freeze, OTHER } from "../../test/candidates.ts";
import { baseMoved, candidateDigest } from "./candidate.ts";

const valid = freeze();
const pathsOf = (change: object) =>
  Candidate.safeParse({ ...valid, ...change }).error?.issues.map(({ path }) => path.join("."));

test.each([
  ["another change type for a document of a policy", { change_type: "retention_purge" }, ["patch"]],
  ["a policy patch that is no document", { patch: { add: "api.example.com" } }, ["patch", "candidate_policy_digest"]],
  ["a document of another agent", { agent: "somebody-else" }, ["agent"]],
  ["a document of nobody", { agent: undefined }, ["agent"]],
  ["a document without its digest", { candidate_policy_digest: undefined }, ["candidate_policy_digest"]],
  ["an unknown field", { approved: true }, [""]],
  ["a destination twice", { affected_destinations: ["a", "a"] }, ["affected_destinations"]],
  [
    "a destination that shows as another",
    { affected_destinations: ["moc.elpmaxe\u202e"] },
    ["affected_destinations.0"],
  ],
  ["a credential on two lines", { credential_ids: ["token\nharmless"] }, ["credential_ids.0"]],
  ["evidence that hides something", { evidence: [{ type: "log", ref: "3\u200b" }] }, ["evidence.0.ref"]],
  ["half a character", { rationale: "\ud800" }, ["rationale"]],
  ["a digest of another form", { base_policy_digest: "abc" }, ["base_policy_digest"]],
  ["a tenant that none can be", { tenant: "deployment" }, ["tenant"]],
])("A candidate is not frozen with %s", (_, change, paths) => {
  expect(pathsOf(change)).toEqual(paths);
});

describe("the digest of a candidate", () => {
  test("changes with every part of it", () => {
    const changes: Partial<Candidate>[] = [
      { change_type: "credential_binding" },
      { patch: { agent: "reporter", diff: "--- a\n+++ b\n", policy_yaml: 'version: "1" \n' } },
      { tenant: "acme2" },
      { proposer: "reporter-agent2" },
      { agent: "reporter2" },
      { base_policy_digest: OTHER },
      { candidate_policy_digest: OTHER },
      { affected_destinations: ["api.example.com:444"] },
      { credential_ids: ["token"] },
      { risk_level: "low" },
      { rationale: "Allows api.example.com:443" },
      { evidence: [] },
      { required_approvals: { approvals: 2, groups: [] } },
      { created_at: "2026-07-02T09:00:00.001Z" },
      { expires_at: "2026-07-02T17:00:00.001Z" },
    ];
    expect(changes.flatMap(Object.keys).toSorted()).toEqual(Object.keys(valid).toSorted());
    const digests = [valid, ...changes.map((change) => ({ ...valid, ...change }))].map((one) =>
      candidateDigest(one, digest),
    );
    expect(new Set(digests).size).toBe(changes.length + 1);
  });

  test("survives being stored and read, whatever the change is", () => {
    const change = fc.oneof(fc.string({ unit: "binary" }), fc.dictionary(fc.string(), fc.jsonValue()));
    fc.assert(
      fc.property(change, (patch) => {
        const parsed = Candidate.safeParse({
          ...freeze({ change_type: "handoff_trigger", patch: "x", candidate_policy_digest: undefined }),
          patch,
        });
        if (!parsed.success) return;
        const stored = Candidate.parse(JSON.parse(JSON.stringify(parsed.data)));
        expect(candidateDigest(stored, digest)).toBe(candidateDigest(parsed.data, digest));
      }),
    );
  });

  test("does not tell an absent field from one that is undefined, as storage does not", () => {
    const {
      agent: _,
      base_policy_digest: __,
      ...rest
    } = freeze({
      change_type: "handoff_trigger",
      patch: "x",
      candidate_policy_digest: undefined,
    });
    const explicit = { ...rest, agent: undefined, base_policy_digest: undefined };
    expect(candidateDigest(explicit, digest)).toBe(candidateDigest(rest, digest));
  });
});

test.each([
  ["a list", []],
  ["a number", 1],
  ["null", null],
  ["negative zero, which is stored as zero", { a: -0 }],
  ["what is no number", { a: Number.NaN }],
  ["half a character in a key", { "\udc00": 1 }],
  ["a prototype", JSON.parse('{"__proto__": {"approved": true}}')],
  ["a date", { a: new Date(0) }],
  ["nothing at all", { a: undefined }],
  ["too many levels", { a: JSON.parse("[".repeat(16) + "]".repeat(16)) }],
  ["too much text", { a: "x".repeat(64 * 1024) }],
])("A change is not %s", (_, value) => {
  expect(BoundedJson.safeParse(value).success).toBe(false);
});

test("A base has moved when the policy in force is not the one that the change was made against", () => {
  expect(baseMoved(valid, BASE)).toBe(false);
  expect(baseMoved(valid, OTHER)).toBe(true);
  expect(baseMoved(valid, undefined)).toBe(true);
  const first = freeze({ base_policy_digest: undefined });
  expect(baseMoved(first, undefined)).toBe(false);
  expect(baseMoved(first, OTHER)).toBe(true);
  const unbound = { ...first, candidate_policy_digest: undefined };
  expect(baseMoved(unbound, OTHER)).toBe(false);
});
