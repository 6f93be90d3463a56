import * as z from "zod";
import { EvidenceRefs } from "../types/evidence-ref.ts";
import { untrusted } from "../untrusted.ts";

/** How an attachment is meant: a log has lines that a diagnosis may read; a blob is kept and shown. */
export const AttachmentKind = z.enum(["log", "blob"]);

/** The digest of an attachment, in a path. */
export const AttachmentDigest = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hex digits")
  .meta({ description: "SHA-256 of the redacted content." });

/** Evidence that was attached to a run. Source: design, section 3. */
export const Attachment = z
  .strictObject({
    run_id: z.string().min(1),
    audit_seq: z.int().min(1).describe("The event `evidence_attached` in the run's log, which names the digest."),
    digest: AttachmentDigest.describe("SHA-256 of the redacted content: of what is stored, not of what was sent."),
    name: untrusted(z.string().min(1)),
    kind: AttachmentKind,
    media_type: z.string().min(1),
    bytes: z.int().min(0).describe("The redacted content, in bytes."),
    lines: z.int().min(0).describe("The redacted content, in lines."),
    duplicate: z.boolean().describe("True when the same content was attached under this name before."),
    evidence_refs: EvidenceRefs.describe("The event, and the first line of a text with lines."),
  })
  .meta({ id: "Attachment", description: "Evidence that was attached to a run." });
export type Attachment = z.infer<typeof Attachment>;
