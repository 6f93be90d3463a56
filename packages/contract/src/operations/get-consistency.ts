import * as z from "zod";
import { Checkpoint, EXAMPLE_CHECKPOINT, TreeHash, wholeNumber } from "../audit-log.ts";
import { defineOperation } from "../operation.ts";

const ConsistencyProof = z
  .strictObject({
    old_size: z.int().min(1),
    proof: z.array(TreeHash).describe("The hashes of an RFC 6962 consistency proof, in its order."),
    checkpoint: Checkpoint.describe("The checkpoint that the proof leads to."),
  })
  .meta({ id: "ConsistencyProof", description: "That a log only grew since it had a size." });

/** That the tenant's log only grew since an earlier checkpoint. Source: design, section 8. */
export const getConsistency = defineOperation({
  name: "getConsistency",
  method: "GET",
  path: "/v1/audit/consistency",
  scope: "audit:read",
  authority: "cached",
  summary: "Prove that the log only grew",
  description:
    "Proves that the log of the size of a checkpoint that was kept is the beginning of the log of the current checkpoint. A log that is smaller than that size answers 409 `size_not_reached`: it was cut.",
  params: z.strictObject({}),
  query: z.strictObject({
    old_size: wholeNumber(1).meta({ description: "The size of the checkpoint that was kept." }),
  }),
  status: 200,
  output: ConsistencyProof,
  problems: ["size_not_reached"],
  repeatable: true,
  example: {
    query: { old_size: 2 },
    output: {
      old_size: 2,
      proof: ["6Tfy46Jv2hkTmq89rfZeVhcgvZ9FcYnB14808UbaM8o="],
      checkpoint: EXAMPLE_CHECKPOINT,
    },
  },
});
