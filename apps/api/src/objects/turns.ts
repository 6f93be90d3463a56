/** Lines in which work is done one after the other; different lines go on beside each other. */
export class Turns {
  readonly #ends = new Map<string, Promise<void>>();

  take<Result>(line: string, work: () => Promise<Result>): Promise<Result> {
    const turn = (this.#ends.get(line) ?? Promise.resolve()).then(work);
    const leave = (): void => {
      if (this.#ends.get(line) === end) this.#ends.delete(line);
    };
    const end: Promise<void> = turn.then(leave, leave);
    this.#ends.set(line, end);
    return turn;
  }
}
