import * as z from "zod";
import { EvidenceType } from "../enums/evidence-type.ts";
import { ResolvedEvidence } from "../evidence/resolved.ts";
import { MAX_REF_CHARS } from "../limits.ts";
import { defineOperation } from "../operation.ts";
import { RunId } from "../run-id.ts";

/** What an evidence ref leads to. Source: operator contract, "Evidence refs"; design, section 3. */
export const resolveEvidence = defineOperation({
  name: "resolveEvidence",
  method: "GET",
  path: "/v1/runs/{run_id}/evidence/{type}/{ref}",
  scope: "runs:read",
  authority: "cached",
  summary: "Resolve an evidence ref",
  description:
    "What a ref of an answer about this run leads to: records with their hashes, the run, a rule's text in the revision that was in force, a span, log lines, an excerpt, or what a command answers. Percent-encode the ref. What retention has purged is 410 `evidence_purged`; a blob that the store has lost is 410 `evidence_gone`.",
  params: z.strictObject({
    run_id: RunId,
    type: EvidenceType,
    ref: z
      .string()
      .min(1)
      .max(MAX_REF_CHARS)
      .meta({ description: "The ref as the answer has it, such as `3-7` or `egress[2]`." }),
  }),
  query: z.strictObject({}),
  status: 200,
  output: ResolvedEvidence,
  problems: ["run_not_found", "malformed_ref", "evidence_not_found", "evidence_purged", "evidence_gone"],
  repeatable: true,
  example: {
    params: { run_id: "run_01J9Z0NOMODULE", type: "log", ref: "2:stderr_ref:2" },
    output: {
      type: "log",
      run_id: "run_01J9Z0NOMODULE",
      ref: "2:stderr_ref:2",
      line: 2,
      source: "stderr_ref",
      audit_seq: 2,
      start_line: 1,
      end_line: 2,
      content: "Traceback (most recent call last):\nModuleNotFoundError: No module named 'langchain_community'",
      truncated: false,
    },
  },
});
