import * as z from "zod";
import { wholeNumber } from "../audit-log.ts";
import { defineOperation } from "../operation.ts";
import { RunParams } from "../run-id.ts";
import { untrusted } from "../untrusted.ts";

/** Everything that proves a run, in one file that is verified offline. Source: design, section 8. */
export const exportRunAudit = defineOperation({
  name: "exportRunAudit",
  method: "GET",
  path: "/v1/runs/{run_id}/audit/export",
  scope: "audit:read",
  authority: "cached",
  summary: "Export what proves a run",
  description:
    "A bundle with the run's records, the bounds of its segments, the run's head in the tenant's log with its proof and the signed checkpoint, what the log says of the run and of confirmations that cite it, the policies and receipts that these name, the keys that sign, and proofs that earlier signed trees are the beginning of this one. `verifyBundle` checks it without the service. It holds what the run was when the export began; it is streamed, and one that was cut off has no seal. With `format=jsonl` it is the records alone, one a line, as an AgentPaaS audit log that its verifier accepts. Records of segments that were purged are left out; their digests and hashes stay.",
  params: RunParams,
  query: z.strictObject({
    format: z.enum(["bundle", "jsonl"]).optional().meta({ description: "`bundle`, unless it says otherwise." }),
    trusted_size: wholeNumber(1)
      .optional()
      .meta({ description: "The size of a checkpoint that was kept; the bundle then has a proof from it." }),
  }),
  status: 200,
  output: untrusted(z.string()),
  streams: "application/json",
  problems: ["run_not_found", "size_not_reached"],
  repeatable: true,
  example: {
    params: { run_id: "run_01J9Z0NOMODULE" },
    query: { trusted_size: 2 },
    output: '{"format":"operator audit bundle 1","origin":"operator.example/acme","run_id":"run_01J9Z0NOMODULE"}',
  },
});
