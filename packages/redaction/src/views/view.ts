import type { Span } from "../scan/scan.ts";

/**
 * A text derived from another by decoding, with the way back: stretches that were taken over as they stood, and
 * positions where something was decoded or left out.
 */
export class View {
  readonly text: string;
  /** Positions in the view at which the distance to the source changes, ascending, and the source position of each. */
  readonly #viewAt: readonly number[];
  readonly #sourceAt: readonly number[];

  constructor(text: string, viewAt: readonly number[], sourceAt: readonly number[]) {
    this.text = text;
    this.#viewAt = viewAt;
    this.#sourceAt = sourceAt;
  }

  /** Where in the source the character at `at` of the view comes from. */
  sourceOf(at: number): number {
    let low = 0;
    let high = this.#viewAt.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#viewAt[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return (this.#sourceAt[low] ?? 0) + at - (this.#viewAt[low] ?? 0);
  }

  /** The stretch of the source that a span of the view came from; what was left out at its borders stays outside. */
  toSource(span: Span): Span {
    return {
      ...span,
      start: this.sourceOf(span.start),
      end: this.sourceOf(span.end - 1) + this.#widthAt(span.end - 1),
    };
  }

  /** How many characters of the source the character at `at` of the view stands for. */
  #widthAt(at: number): number {
    const from = this.sourceOf(at);
    const next = this.sourceOf(at + 1);
    return at + 1 >= this.text.length ? Math.max(1, this.#end() - from) : Math.max(1, next - from);
  }

  #end(): number {
    const last = this.#viewAt.length - 1;
    return (this.#sourceAt[last] ?? 0) + Math.max(0, this.text.length - (this.#viewAt[last] ?? 0));
  }
}

/** Collects a view piece by piece. */
export class ViewBuilder {
  readonly #source: string;
  readonly #pieces: string[] = [];
  readonly #viewAt: number[] = [0];
  readonly #sourceAt: number[] = [0];
  #length = 0;
  #from = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** Puts `decoded` in place of the source between `start` and `end`; everything since the last call is taken over. */
  replace(start: number, end: number, decoded: string): void {
    this.#pieces.push(this.#source.slice(this.#from, start), decoded);
    this.#length += start - this.#from;
    if (decoded !== "") {
      this.#viewAt.push(this.#length);
      this.#sourceAt.push(start);
    }
    this.#length += decoded.length;
    this.#viewAt.push(this.#length);
    this.#sourceAt.push(end);
    this.#from = end;
  }

  /** The finished view, or nothing if no piece was replaced. */
  finish(): View | undefined {
    if (this.#pieces.length === 0) return undefined;
    this.#pieces.push(this.#source.slice(this.#from));
    return new View(this.#pieces.join(""), this.#viewAt, this.#sourceAt);
  }
}
