import { limits } from "@operator/contract";
import { type Refusal, refuse } from "./refusal.ts";

/** The refusal of a body that is over a limit. */
export function tooLarge(maxBytes: number): Refusal {
  return refuse("body_too_large", `The body is limited to ${maxBytes} bytes.`, {
    errors: [{ code: "body_too_large", detail: "The body is over the limit, in bytes.", limit: maxBytes }],
  });
}

/** A body broke off: its sender went away, or did not frame it as HTTP asks. */
export class BrokenBody extends Error {}

/** The refusal of a body that broke off. */
export function incompleteBody(): Refusal {
  return refuse("incomplete_body", "The body broke off before its end.");
}

/** A stream as it arrives. @throws BrokenBody */
export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream.values({ preventCancel: true })) yield chunk;
  } catch {
    throw new BrokenBody();
  }
}

/** The bytes of a stream, refused as soon as they are known to be too many. */
export async function readStream(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array | Refusal> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of chunksOf(stream)) {
      size += chunk.byteLength;
      if (size > maxBytes) return tooLarge(maxBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof BrokenBody) return incompleteBody();
    throw error;
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** Refuses a body that says itself that it is too large. */
export function checkDeclaredLength(request: Request, maxBytes: number): Refusal | undefined {
  return Number(request.headers.get("content-length") ?? 0) > maxBytes ? tooLarge(maxBytes) : undefined;
}

/** The bytes of a request's body, refused as soon as they are known to be too many. */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array | Refusal> {
  const refused = checkDeclaredLength(request, maxBytes);
  if (refused !== undefined) return refused;
  if (request.headers.has("content-length")) {
    const bytes = await request.arrayBuffer().catch(() => undefined);
    return bytes === undefined ? incompleteBody() : new Uint8Array(bytes);
  }
  if (request.body === null) return new Uint8Array();
  return readStream(request.body, maxBytes);
}

/**
 * Reads on what a refused request still sends, up to a bound in size and time: a connection that is closed while its
 * sender writes breaks there, and the answer that says why is never read.
 */
export async function discardBody({ body }: Request): Promise<void> {
  if (body === null || body.locked) return;
  const reader = body.getReader();
  const tooLong = scheduler.wait(limits.MAX_DISCARD_MS).then(() => undefined);
  let size = 0;
  while (size <= limits.MAX_DISCARDED_BYTES) {
    // Of a body that breaks off, nothing more comes.
    const read = reader.read().catch(() => undefined);
    const chunk = await Promise.race([read, tooLong]);
    if (chunk === undefined || chunk.done) return;
    size += chunk.value.byteLength;
  }
}

/** The body as text; a byte that is no UTF-8 is refused rather than replaced. */
export function decodeUtf8(bytes: Uint8Array, { keepsMark = false } = {}): string | Refusal {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: keepsMark }).decode(bytes);
  } catch {
    return refuse("invalid_utf8", "The body holds bytes that are not UTF-8.");
  }
}

/** The media type of a `Content-Type` header, without its parameters. */
export function mediaType(header: string | null): string {
  return (header ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}
