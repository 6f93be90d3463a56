/** Places that are held open at a time: who moved more than these gets the verdict of a log with holes. */
const MAX_HELD = 256;

/** Positions that were skipped. */
interface Gap {
  from: number;
  to: number;
  /** Where the skipping was seen first, which a gap that is filled in parts remembers. */
  start: number;
}

/** A record that stood in front of its place. */
interface Early {
  seq: number;
  /** The position that was expected where it stood. */
  at: number;
  recordHash: string;
}

/** The jump that the record before made: over which positions, and what would have been followed instead. */
interface Jump extends Early {
  link: string | undefined;
}

/** What stands out of place in a chain of records, as far as it is not told yet. */
export class Strays {
  #gaps: Gap[] = [];
  #early: Early[] = [];
  #lastJump: Jump | undefined;

  /** Notes that positions are left out for good or come later. */
  skip(from: number, to: number): void {
    this.#lastJump = undefined;
    if (this.#gaps.length < MAX_HELD) this.#gaps.push({ from, to, start: from });
  }

  /** Notes a record that skips positions. */
  jump(jump: Jump): void {
    this.skip(jump.at, jump.seq - 1);
    this.#lastJump = jump;
  }

  /** Notes that a record was in its place: no jump is behind us any more. */
  passed(): void {
    this.#lastJump = undefined;
  }

  /** True when this record is where the jump before began: what jumped was one record that stood too early. */
  wasJump(seq: number, prevHash: string): Early | undefined {
    const jump = this.#lastJump;
    if (jump === undefined || seq !== jump.at || (jump.link !== undefined && jump.link !== prevHash)) return undefined;
    this.#gaps = this.#gaps.filter(({ from, to }) => from !== jump.at || to !== jump.seq - 1);
    if (this.#early.length < MAX_HELD) this.#early.push(jump);
    return jump;
  }

  /** Where the skipping of these positions was seen first, if they were skipped; they are not missing any more. */
  fill(seq: number, count: number): number | undefined {
    const last = seq + count - 1;
    const gap = this.#gaps.find(({ from, to }) => from <= seq && last <= to);
    if (gap === undefined) return undefined;
    const { from, to, start } = gap;
    const rest = [
      { from, to: seq - 1, start },
      { from: last + 1, to, start },
    ];
    const parts = rest.filter((part) => part.from <= part.to).slice(0, MAX_HELD - this.#gaps.length + 1);
    this.#gaps = this.#gaps.flatMap((one) => (one === gap ? parts : [one]));
    return start;
  }

  /** The early record of a position, which is held no longer. */
  takeEarly(seq: number): Early | undefined {
    const found = this.#early.find((early) => early.seq === seq);
    if (found !== undefined) this.#early = this.#early.filter((early) => early !== found);
    return found;
  }

  /** The early record that stands between an expected position and the record that follows it. */
  takeMoved(expected: number, seq: number, prevHash: string): Early | undefined {
    const isIt = (early: Early) => early.seq === expected && early.recordHash === prevHash && seq === expected + 1;
    return this.#early.some(isIt) ? this.takeEarly(expected) : undefined;
  }

  /** Records that stood too early and whose places never came. */
  early(): readonly Early[] {
    return this.#early;
  }

  /** The first position of everything that was skipped and never came. */
  missing(): number[] {
    return this.#gaps.map(({ from }) => from);
  }
}
