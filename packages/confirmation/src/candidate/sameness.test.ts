import { describe, expect, test } from "vitest";
import { CHANGE, digest, freeze, OTHER, START } from "../../test/candidates.ts";
import type { ProposedChange } from "./freeze.ts";
import { hasNewEvidence, sameChangeKey, sameProposalKey } from "./sameness.ts";

const proposalKey = (change: Partial<ProposedChange> = {}, now = START) =>
  sameProposalKey(freeze(change, { now }), digest);
const changeKey = (change: Partial<ProposedChange> = {}, now = START) => sameChangeKey(freeze(change, { now }), digest);

const REVERSED = { evidence: CHANGE.evidence.toReversed() };
const REWORDED = {
  patch: { agent: "reporter", diff: "--- a\n+++ c\n", policy_yaml: 'version: "1" # harmless\n' },
};

describe("the same proposal", () => {
  test("may come later and with its lists in another order", () => {
    expect(proposalKey(REVERSED, START + 1)).toBe(proposalKey());
  });

  test.each([
    ["proposer", { proposer: "another-agent" }],
    ["rationale", { rationale: { by: "service", text: "Because." } }],
    ["evidence", { evidence: [] }],
    ["detail of evidence", { evidence: CHANGE.evidence.map((ref) => ({ ...ref, detail: "It failed." })) }],
    ["document", REWORDED],
    ["base", { base_policy_digest: OTHER }],
    ["destination", { affected_destinations: [] }],
  ] satisfies [string, Partial<ProposedChange>][])("has the same %s", (_, change) => {
    expect(proposalKey(change)).not.toBe(proposalKey());
  });
});

describe("the same change", () => {
  test.each([
    ["proposer", { proposer: "another-agent" }],
    ["rationale", { rationale: { by: "proposer", text: "Because." } }],
    ["evidence", { evidence: [] }],
    ["comment in the document", REWORDED],
    ["name for the change", { change_type: "credential_binding" }],
  ] satisfies [string, Partial<ProposedChange>][])("may have another %s", (_, change) => {
    expect(changeKey(change, START + 1)).toBe(changeKey());
  });

  test.each([
    ["base", { base_policy_digest: OTHER }],
    ["result", { candidate_policy_digest: OTHER }],
    ["agent", { agent: "writer", patch: { agent: "writer", diff: "-", policy_yaml: "-" } }],
  ] satisfies [string, Partial<ProposedChange>][])("has the same %s", (_, change) => {
    expect(changeKey(change)).not.toBe(changeKey());
  });

  test("that is none of a policy has the same type and patch", () => {
    const stop = {
      change_type: "unrelated_run_stop",
      patch: "stop run_7",
      candidate_policy_digest: undefined,
    } as const;
    expect(changeKey({ ...stop, evidence: [] })).toBe(changeKey(stop));
    expect(changeKey({ ...stop, patch: "stop run_8" })).not.toBe(changeKey(stop));
    expect(changeKey({ ...stop, change_type: "retention_purge" })).not.toBe(changeKey(stop));
  });
});

describe("new evidence", () => {
  const known = [
    ...CHANGE.evidence,
    { type: "audit_seq", ref: "6" } as const,
    { type: "log", ref: "3:stderr_ref:1" } as const,
  ];

  test.each([
    ["the same", known, false],
    ["none", [], false],
    ["other words for it", known.map((ref) => ({ ...ref, detail: "Look again!" })), false],
    ["a part of a cited range", [{ type: "audit_seq", ref: "4" }], false],
    ["two cited ranges in one", [{ type: "audit_seq", ref: "3-6" }], false],
    ["a request to look again", [{ type: "verification", ref: "curl /v1/runs/run_1/failure" }], false],
    ["a position that was not cited", [{ type: "audit_seq", ref: "7" }], true],
    ["a range that goes further", [{ type: "audit_seq", ref: "5-7" }], true],
    ["another run", [{ type: "run_id", ref: "run_2" }], true],
    ["another line", [{ type: "log", ref: "3:stderr_ref:2" }], true],
  ] satisfies [string, Parameters<typeof hasNewEvidence>[0], boolean][])(
    "is there with %s: %o",
    (_, evidence, isNew) => {
      expect(hasNewEvidence(evidence, known)).toBe(isNew);
    },
  );
});
