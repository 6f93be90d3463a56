import * as z from "zod";
import { AttachmentDigest } from "../evidence/attachment.ts";
import { defineOperation } from "../operation.ts";
import { RunId } from "../run-id.ts";
import { untrusted } from "../untrusted.ts";

/** The content of evidence that was attached to a run. Source: design, section 4. */
export const getAttachment = defineOperation({
  name: "getAttachment",
  method: "GET",
  path: "/v1/runs/{run_id}/attachments/{digest}",
  scope: "runs:read",
  authority: "cached",
  summary: "Read attached evidence",
  description:
    "The redacted content, streamed. Its entity tag is its digest: `If-None-Match`, `Range` (one range of bytes) and `If-Range` are understood. It is answered as plain text whatever it was attached as, because it is data of others.",
  params: z.strictObject({ run_id: RunId, digest: AttachmentDigest }),
  query: z.strictObject({}),
  status: 200,
  streams: "text/plain; charset=utf-8",
  output: untrusted(z.string()),
  problems: ["run_not_found", "evidence_not_found", "evidence_purged", "evidence_gone", "range_not_satisfiable"],
  repeatable: true,
  example: {
    params: {
      run_id: "run_01J9Z0NOMODULE",
      digest: "4f6d2d8db3c25d6cae1ba4d5d6d29c3a7b8e9fbb21c4f3fd1cb3bb1df3d4d6f7",
    },
    output: "Traceback (most recent call last):\nModuleNotFoundError: No module named 'langchain_community'\n",
  },
});
