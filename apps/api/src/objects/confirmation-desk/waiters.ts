/** Requests that wait for a confirmation to change. They live in memory: an object that goes away answers none of them. */
export class Waiters {
  readonly #waiting = new Map<string, Set<() => void>>();

  /** Ends when the confirmation is woken, or after that many milliseconds. */
  async wait(id: string, ms: number): Promise<void> {
    const here = this.#waiting.get(id) ?? new Set();
    this.#waiting.set(id, here);
    const woken = Promise.withResolvers<void>();
    here.add(woken.resolve);
    await Promise.race([woken.promise, scheduler.wait(ms)]);
    here.delete(woken.resolve);
    if (here.size === 0 && this.#waiting.get(id) === here) this.#waiting.delete(id);
  }

  /** How many wait. */
  get count(): number {
    return [...this.#waiting.values()].reduce((sum, { size }) => sum + size, 0);
  }

  wake(id: string): void {
    for (const resolve of this.#waiting.get(id) ?? []) resolve();
  }
}
