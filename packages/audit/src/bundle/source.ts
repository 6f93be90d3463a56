import { Unreadable } from "./finding.ts";
import { bundleLines } from "./from-object.ts";

type Piece = Uint8Array | string;

/** How a bundle may be handed in: whole, as a stream, or as the value that `JSON.parse` made of it. */
export type BundleSource = string | Uint8Array | ReadableStream<Piece> | AsyncIterable<Piece> | object;

const encoder = new TextEncoder();

function bytesOf(piece: unknown): Uint8Array {
  // By its kind and not by its class: every realm has a class of its own.
  if (ArrayBuffer.isView(piece)) return new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength);
  // Half a surrogate pair has no bytes of its own.
  if (typeof piece === "string" && piece.isWellFormed()) return encoder.encode(piece);
  throw new Unreadable("malformed", "");
}

async function* piecesOf(stream: ReadableStream<unknown>): AsyncGenerator<unknown> {
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    // Nobody waits for the sender to agree.
    reader.cancel().catch(() => undefined);
  }
}

/** The lines of a parsed bundle. Reading an object of somebody else can throw anything. */
function* linesOf(bundle: object): Generator<string> {
  try {
    yield* bundleLines(bundle);
  } catch {
    throw new Unreadable("malformed", "");
  }
}

const isStream = (source: object): source is ReadableStream<unknown> =>
  "getReader" in source && typeof source.getReader === "function";

const isAsyncIterable = (source: object): source is AsyncIterable<unknown> => Symbol.asyncIterator in source;

/** The pieces of a bundle, however it was handed in. */
function pieces(source: unknown): AsyncIterable<unknown> | Iterable<unknown> {
  if (typeof source !== "object" || source === null || ArrayBuffer.isView(source)) return [source];
  if (isStream(source)) return piecesOf(source);
  return isAsyncIterable(source) ? source : linesOf(source);
}

/** The bytes of a bundle, however it was handed in. */
export async function* bundleBytes(source: unknown): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces(source)) yield bytesOf(piece);
}
