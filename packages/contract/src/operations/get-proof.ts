import * as z from "zod";
import { Checkpoint, EXAMPLE_CHECKPOINT, RunHead, TreeHash, wholeNumber } from "../audit-log.ts";
import { defineOperation } from "../operation.ts";
import { RunId } from "../run-id.ts";

const RunProof = z
  .strictObject({
    run_id: z.string().min(1),
    seq: z.int().min(1),
    run_head: RunHead.describe("What the log says of the run: the first head that covers the event."),
    leaf: z
      .string()
      .min(1)
      .describe(
        "The entry with that head, exactly as it was hashed: the leaf is SHA-256 over a zero byte and this text.",
      ),
    leaf_index: z.int().min(0),
    tree_size: z.int().min(1).describe("The size of the checkpoint."),
    proof: z.array(TreeHash).describe("The hashes beside the leaf's way to the root, the lowest first."),
    checkpoint: Checkpoint.describe("The checkpoint with that root."),
  })
  .meta({ id: "RunProof", description: "That the tenant's log covers an event of a run." });

/** That the tenant's log covers an event of a run. Source: design, section 8. */
export const getProof = defineOperation({
  name: "getProof",
  method: "GET",
  path: "/v1/audit/proof",
  scope: "audit:read",
  authority: "cached",
  summary: "Prove that the log covers an event",
  description:
    "The head of the run's log that first covered the event, and the RFC 6962 inclusion proof of that head in the current checkpoint. A head enters the log with the end of its run, and within five seconds of an event otherwise; until then the answer is 409 `proof_not_ready`.",
  params: z.strictObject({}),
  query: z.strictObject({
    run_id: RunId,
    seq: wholeNumber(1).meta({ description: "The event's `audit_seq`." }),
  }),
  status: 200,
  output: RunProof,
  problems: ["run_not_found", "event_not_found", "proof_not_ready"],
  repeatable: true,
  example: {
    query: { run_id: "run_01J9Z0NOMODULE", seq: 2 },
    output: {
      run_id: "run_01J9Z0NOMODULE",
      seq: 2,
      run_head: {
        run_id: "run_01J9Z0NOMODULE",
        head: "de57d84a51cde526548dd427c02df308009eef4dc2720310e78204bd139a3d00",
        next_seq: 4,
        events: 3,
        at: "2026-07-02T09:05:00.962Z",
      },
      leaf: '{"body":{"at":"2026-07-02T09:05:00.962Z","events":3,"head":"de57d84a51cde526548dd427c02df308009eef4dc2720310e78204bd139a3d00","next_seq":4,"run_id":"run_01J9Z0NOMODULE"},"kind":"run_head"}',
      leaf_index: 1,
      tree_size: 3,
      proof: ["xmpTaA5miD+DaeZ+ovMWtGbq/3QzXs1BwEiIuX7X3LY=", "6Tfy46Jv2hkTmq89rfZeVhcgvZ9FcYnB14808UbaM8o="],
      checkpoint: EXAMPLE_CHECKPOINT,
    },
  },
});
