import { type FindingPosition, Unreadable } from "./finding.ts";
import { MAX_LINE_BYTES } from "./format.ts";

const NEWLINE = 0x0a;

/** Reads bytes line by line, and holds one line at most. */
export class LineReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array();
  #at = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /**
   * The next line with its newline, valid until the next call; `undefined` at the end.
   *
   * @param position where we are, for what is wrong with the bytes themselves
   */
  async next(position: FindingPosition): Promise<Uint8Array | undefined> {
    const parts: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      const end = this.#chunk.indexOf(NEWLINE, this.#at) + 1;
      const part = this.#chunk.subarray(this.#at, end === 0 ? undefined : end);
      length += part.length;
      if (length > MAX_LINE_BYTES) throw new Unreadable("malformed", position);
      this.#at += part.length;
      if (end > 0) return parts.length === 0 ? part : joined([...parts, part], length);
      if (part.length > 0) parts.push(part.slice());
      if (await this.#isOver(position)) break;
    }
    // A line without its end was cut.
    if (length > 0) throw new Unreadable("truncated", position);
    return undefined;
  }

  /** Ends the source, whether it was read to its end or not. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  async #isOver(position: FindingPosition): Promise<boolean> {
    try {
      const { done, value } = await this.#source.next();
      this.#chunk = done === true ? new Uint8Array() : value;
      this.#at = 0;
      return done === true;
    } catch (error) {
      // A source that breaks off has given us the beginning of a bundle.
      throw error instanceof Unreadable ? error : new Unreadable("truncated", position);
    }
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
