import { canonicalJson, toHex } from "@operator/audit";
import { type Attachment, type AuditRecord, limits } from "@operator/contract";
import { sha256 } from "../adapters/sha256.ts";
import { maySpeakFor } from "../ingest/check-event.ts";
import { blocksOf, foldBatch, redactEvent } from "../ingest/prepare.ts";
import type { Caller } from "../middleware/authentication.ts";
import type { AppendRequest, NewAttachment } from "../objects/run-log/append-request.ts";
import type { Ports } from "../ports.ts";
import { BrokenBody, chunksOf, incompleteBody, tooLarge } from "../read-body.ts";
import { evidencePurged, isRefusal, type Refusal, refuse, runNotFound } from "../refusal.ts";
import { looksSecret } from "../safe-name.ts";
import { type Blob, BlobWriter, isWhole } from "./blob.ts";
import { type ContentDigest, readContentDigest } from "./content-digest.ts";
import { ExcerptFinder } from "./excerpt.ts";
import { runFolder } from "./names.ts";
import { redactedParts } from "./redacted-parts.ts";

export interface AttachCommand {
  runId: string;
  name: string;
  kind: "log" | "blob";
  actor: string | undefined;
  mediaType: string;
  contentDigest: string | null;
  stream: ReadableStream<Uint8Array> | null;
  caller: Caller;
}

/** The event that says what was attached. */
const EVIDENCE_ATTACHED = "evidence_attached";

const UPLOAD_BYTES = 16;

class TooLarge extends Error {}

/** The text of a body as it arrives, counted and fed to its digests. @throws TooLarge, BrokenBody, TypeError where it is not UTF-8 */
async function* textOf(stream: ReadableStream<Uint8Array>, digest: ContentDigest): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let size = 0;
  for await (const chunk of chunksOf(stream)) {
    size += chunk.byteLength;
    if (size > limits.MAX_ATTACHMENT_BYTES) throw new TooLarge();
    digest.update(chunk);
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

/** Takes the secrets out of a content and stores it; what is refused leaves nothing behind. */
async function store(
  command: AttachCommand,
  digest: ContentDigest,
  ports: Ports,
): Promise<{ blob: Blob; excerpt: { text: string; firstLine: number } } | Refusal> {
  const upload = toHex(ports.randomBytes(UPLOAD_BYTES));
  const writer = new BlobWriter(ports.blobs, runFolder(command.caller.tenant, command.runId), upload);
  const encoder = new TextEncoder();
  const finder = new ExcerptFinder();
  try {
    if (command.stream !== null) {
      for await (const part of redactedParts(textOf(command.stream, digest))) {
        finder.add(part);
        await writer.add(encoder.encode(part));
      }
    }
  } catch (error) {
    await writer.drop();
    if (error instanceof BrokenBody) return incompleteBody();
    if (error instanceof TooLarge) return tooLarge(limits.MAX_ATTACHMENT_BYTES);
    if (error instanceof TypeError) return refuse("invalid_utf8", "The content holds bytes that are not UTF-8.");
    throw error;
  }
  if (!digest.matches()) {
    await writer.drop();
    return refuse("content_digest_mismatch", "What arrived does not have the digest of Content-Digest.");
  }
  return { blob: await writer.keep(), excerpt: finder.excerpt() };
}

function eventOf(
  command: AttachCommand,
  actor: string,
  { blob, excerpt }: { blob: Blob; excerpt: { text: string; firstLine: number } },
  at: number,
): AuditRecord {
  const shown = command.kind === "log" && excerpt.text !== "";
  return {
    timestamp: new Date(at).toISOString(),
    event_type: EVIDENCE_ATTACHED,
    deployment_mode: "hosted",
    actor,
    payload: {
      run_id: command.runId,
      name: command.name,
      kind: command.kind,
      media_type: command.mediaType,
      digest: `sha256:${blob.digest}`,
      bytes: blob.bytes,
      lines: blob.lines,
      ...(shown ? { excerpt: excerpt.text, excerpt_line: excerpt.firstLine } : {}),
    },
  };
}

/** The append of the event, known again by what was attached under which name. */
function appendRequest(command: AttachCommand, record: AuditRecord, blob: Blob): AppendRequest {
  const redacted = redactEvent(record, 0);
  if ("rejection" in redacted) throw new Error("the event of an attachment is larger than an event may be");
  const { name, kind, runId, caller } = command;
  const identity = sha256(canonicalJson({ digest: blob.digest, name, kind, actor: record.actor }));
  const attachment: NewAttachment = { digest: blob.digest, name, blob: JSON.stringify(blob) };
  return {
    tenant: caller.tenant,
    runId,
    blocks: blocksOf([redacted.event]),
    fold: JSON.stringify(foldBatch([redacted.event])),
    request: { key: `attachment ${toHex(identity)}`, digest: identity, indexes: "[0]" },
    attachment: JSON.stringify(attachment),
  };
}

/** Checks who attaches what to which run. */
async function check(
  { name, actor, runId, caller }: AttachCommand,
  ports: Ports,
): Promise<{ actor: string } | Refusal> {
  const speaker = actor ?? caller.actors[0];
  if (speaker === undefined || !maySpeakFor(caller, speaker)) {
    return refuse("actor_not_allowed", "The key may not speak for this actor.");
  }
  if (looksSecret(name) || looksSecret(speaker)) {
    return refuse("secret_in_identifier", "The name looks like a secret; names are kept as they are.");
  }
  const standing = await ports.runs.evidence(caller.tenant, runId, { kind: "standing" });
  if (standing === undefined) return runNotFound();
  if (standing.kind === "standing" && standing.attachments >= limits.MAX_ATTACHMENTS) {
    return tooManyAttachments();
  }
  return { actor: speaker };
}

function tooManyAttachments(): Refusal {
  return refuse("too_many_attachments", `A run has at most ${limits.MAX_ATTACHMENTS} attachments.`);
}

/**
 * Attaches a content to a run: redacts and stores it as it arrives, and enters it into the run's log once all of it is
 * stored and has the digest that was promised.
 */
export async function attach(command: AttachCommand, ports: Ports): Promise<Attachment | Refusal> {
  const digest = readContentDigest(command.contentDigest);
  if (isRefusal(digest)) return digest;
  const checked = await check(command, ports);
  if (isRefusal(checked)) return checked;
  const stored = await store(command, digest, ports);
  if (isRefusal(stored)) return stored;
  const { blob } = stored;
  const record = eventOf(command, checked.actor, stored, ports.now());
  const result = await ports.runs.append(appendRequest(command, record, blob));
  const folder = runFolder(command.caller.tenant, command.runId);
  if (result.kind === "attachment_refused") {
    await ports.blobs.delete(result.unused.map((part) => `${folder}/${part}`));
    return result.why === "evidence_purged" ? evidencePurged() : tooManyAttachments();
  }
  if (result.kind !== "stored") throw new Error("an attachment was not stored");
  // Sent again, it is stored again.
  if (!(await isWhole(ports.blobs, folder, blob))) throw new Error("a purge took what was being attached");
  const before = result.known[0]?.seq;
  const seq = before ?? result.firstSeq;
  return {
    run_id: command.runId,
    audit_seq: seq,
    digest: blob.digest,
    name: command.name,
    kind: command.kind,
    media_type: command.mediaType,
    bytes: blob.bytes,
    lines: blob.lines,
    duplicate: before !== undefined,
    evidence_refs: [
      { type: "audit_seq", ref: String(seq), detail: EVIDENCE_ATTACHED },
      ...(blob.lines > 0 ? [{ type: "log" as const, ref: `${seq}:attachment:1` }] : []),
    ],
  };
}
