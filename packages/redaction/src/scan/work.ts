import { FREE_WORK, WORK_PER_CHARACTER } from "../limits.ts";

/** Units that one pass over so many characters may cost. */
export function workFor(characters: number): number {
  return Math.max(FREE_WORK, characters * WORK_PER_CHARACTER);
}

/**
 * What one pass over a text may still cost, in units of about one character looked at. It is drawn down by every view that is
 * made, every text that is searched and every recogniser that reads. When it is spent, nothing that asks for a closer look is let
 * through: the whole line goes. So the time is bounded by the length, whatever stands in the text.
 */
export class Work {
  left: number;

  constructor(units: number) {
    this.left = units;
  }

  /** What one pass over so many characters may cost. */
  static for(characters: number): Work {
    return new Work(workFor(characters));
  }

  get isSpent(): boolean {
    return this.left <= 0;
  }

  spend(units: number): void {
    this.left -= units;
  }
}
