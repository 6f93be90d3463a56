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
  /** Index of the last answer: spans are asked about in ascending order, so that the next one is near. */
  #near = 0;

  constructor(text: string, viewAt: readonly number[], sourceAt: readonly number[]) {
    this.text = text;
    this.#viewAt = viewAt;
    this.#sourceAt = sourceAt;
  }

  /** Where in the source the character at `at` of the view comes from. */
  sourceOf(at: number): number {
    const viewAt = this.#viewAt;
    let low = (viewAt[this.#near] ?? 0) <= at ? this.#near : this.#lastBefore(at);
    while ((viewAt[low + 1] ?? Number.POSITIVE_INFINITY) <= at) low += 1;
    this.#near = low;
    return (this.#sourceAt[low] ?? 0) + at - (viewAt[low] ?? 0);
  }

  #lastBefore(at: number): number {
    let low = 0;
    let high = this.#viewAt.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#viewAt[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The stretch of the source that a span of the view came from; what was left out at its borders stays outside. */
  toSource(span: Span): Span {
    return {
      ...span,
      start: this.sourceOf(span.start),
      end: this.#sourceEnd(span.end - 1),
    };
  }

  /** Where in the source the stretch ends that the character at `at` of the view stands for. */
  #sourceEnd(at: number): number {
    const from = this.sourceOf(at);
    const next = at + 1 >= this.text.length ? this.#end() : this.sourceOf(at + 1);
    return Math.max(from + 1, next);
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
    // Most escapes stand beside another.
    if (start > this.#from) {
      this.#pieces.push(this.#source.slice(this.#from, start));
      this.#length += start - this.#from;
      if (decoded !== "") {
        this.#viewAt.push(this.#length);
        this.#sourceAt.push(start);
      }
    }
    if (decoded !== "") this.#pieces.push(decoded);
    this.#length += decoded.length;
    this.#viewAt.push(this.#length);
    this.#sourceAt.push(end);
    this.#from = end;
  }

  /** The finished view, or nothing if no piece was replaced. */
  finish(): View | undefined {
    if (this.#from === 0) return undefined;
    this.#pieces.push(this.#source.slice(this.#from));
    return new View(this.#pieces.join(""), this.#viewAt, this.#sourceAt);
  }
}
