import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseEvidenceRef } from "./ref.ts";
import { auditRefs, excerptRef, logRef, namedRefs, runRef, verificationRef } from "./write-ref.ts";

test("Positions and ranges of the log are read", () => {
  expect(parseEvidenceRef({ type: "audit_seq", ref: "3" })).toEqual({ type: "audit_seq", first: 3, last: 3 });
  expect(parseEvidenceRef({ type: "audit_seq", ref: "3-7" })).toEqual({ type: "audit_seq", first: 3, last: 7 });
});

test.each(["0", "7-3", "3-", "-3", "3,4", "03", "1e3", " 3", ""])("The position %j is refused", (ref) => {
  expect(parseEvidenceRef({ type: "audit_seq", ref })).toBeUndefined();
});

test("A line and a piece of a field are read, also of a nested one", () => {
  expect(parseEvidenceRef({ type: "log", ref: "4:stderr_ref:12" })).toEqual({
    type: "log",
    seq: 4,
    field: "stderr_ref",
    line: 12,
  });
  expect(parseEvidenceRef({ type: "redacted_excerpt", ref: "4:upstream_evidence.body:1-2" })).toEqual({
    type: "redacted_excerpt",
    seq: 4,
    field: "upstream_evidence.body",
    first: 1,
    last: 2,
  });
});

test.each(["4:stderr_ref", "4:Stderr:1", "4:a..b:1", "4:stderr_ref:0", "x:stderr_ref:1"])("%j names no line", (ref) => {
  expect(parseEvidenceRef({ type: "log", ref })).toBeUndefined();
});

test("Only the one command, on a path of this service, is a verification", () => {
  const { ref } = verificationRef("/v1/runs/run_1/failure", "says it again");
  expect(parseEvidenceRef({ type: "verification", ref })).toMatchObject({ path: "/v1/runs/run_1/failure" });
  expect(parseEvidenceRef({ type: "verification", ref: `${ref}; rm -rf /` })).toBeUndefined();
  expect(parseEvidenceRef({ type: "verification", ref: ref.replace("/failure", "/$(id)") })).toBeUndefined();
});

test("Neighbouring positions with the same meaning become one range", () => {
  const marks = [5, 3, 4, 9, 3].map((seq) => ({ seq, event_type: "egress_denied" }));
  expect(auditRefs([...marks, { seq: 6, event_type: "run_failed" }]).map(({ ref }) => ref)).toEqual(["3-5", "6", "9"]);
});

test("Every ref that is written is read back", () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1000), fc.nat(50), fc.string({ maxLength: 300 }), (seq, line, length, name) => {
      const refs = [
        ...auditRefs([{ seq: seq + 1, event_type: "x" }]),
        runRef("run_1"),
        logRef(seq + 1, "reason", line + 1, "x"),
        excerptRef(seq + 1, "stderr_ref", line + 1, line + 1 + length),
        ...namedRefs("policy_rule", [name, undefined, "egress[0]"]),
      ];
      for (const ref of refs) expect(parseEvidenceRef(ref)).toMatchObject({ type: ref.type });
    }),
  );
});
