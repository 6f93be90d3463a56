import * as z from "zod";
import { Attachment, AttachmentKind } from "../evidence/attachment.ts";
import { MAX_ATTACHMENT_BYTES, MAX_ATTACHMENT_NAME_CHARS } from "../limits.ts";
import { defineOperation } from "../operation.ts";
import { RunParams } from "../run-id.ts";

/** Attaches a log file or a blob to a run. Source: design, section 3. */
export const attachEvidence = defineOperation({
  name: "attachEvidence",
  method: "POST",
  path: "/v1/runs/{run_id}/evidence",
  scope: "events:write",
  authority: "cached",
  summary: "Attach evidence to a run",
  description:
    "Stores a log file or another text of at most 25 MiB beside the run, its secrets taken out first, and enters an event `evidence_attached` with its digest into the run's log. The diagnosis reads the end of a log that the runtime attached. A `Content-Digest` (RFC 9530, `sha-256` or `sha-512`) is checked against what arrives. What is not UTF-8 is refused, because secrets cannot be taken out of what cannot be read. The same content under the same name again is stored once.",
  params: RunParams,
  query: z.strictObject({
    name: z
      .string()
      .regex(
        new RegExp(`^[^\\s\\p{Cc}](?:[^\\p{Cc}]{0,${MAX_ATTACHMENT_NAME_CHARS - 2}}[^\\s\\p{Cc}])?$`, "u"),
        "must be one line of at most 200 characters, without spaces around it",
      )
      .meta({ description: "What the text is, such as the name of its file." }),
    kind: AttachmentKind.default("log").meta({ description: "`log` for a text with lines that a diagnosis may read." }),
    actor: z
      .string()
      .min(1)
      .max(256)
      .optional()
      .meta({ description: "Who attaches it; without it, the first actor that the key speaks for." }),
  }),
  body: {
    mediaTypes: [
      "text/plain",
      "application/octet-stream",
      "application/json",
      "application/x-ndjson",
      "text/x-log",
      "application/yaml",
      "text/yaml",
      "text/csv",
      "text/markdown",
      "text/xml",
      "application/xml",
    ],
    schema: z.string().meta({ description: "The content." }),
    maxBytes: MAX_ATTACHMENT_BYTES,
    reads: "stream",
  },
  status: 201,
  output: Attachment,
  problems: [
    "run_not_found",
    "actor_not_allowed",
    "secret_in_identifier",
    "malformed_digest",
    "content_digest_mismatch",
    "too_many_attachments",
    "evidence_purged",
  ],
  repeatable: true,
  example: {
    params: { run_id: "run_01J9Z0NOMODULE" },
    query: { name: "stderr.log" },
    body: "Traceback (most recent call last):\nModuleNotFoundError: No module named 'langchain_community'\n",
    output: {
      run_id: "run_01J9Z0NOMODULE",
      audit_seq: 4,
      digest: "4f6d2d8db3c25d6cae1ba4d5d6d29c3a7b8e9fbb21c4f3fd1cb3bb1df3d4d6f7",
      name: "stderr.log",
      kind: "log",
      media_type: "text/plain",
      bytes: 93,
      lines: 2,
      duplicate: false,
      evidence_refs: [
        { type: "audit_seq", ref: "4", detail: "evidence_attached" },
        { type: "log", ref: "4:attachment:1" },
      ],
    },
  },
});
