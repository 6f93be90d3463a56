/** How many secrets were removed, in all and per rule id. It never holds a secret, a part of one, or its length. */
export type RedactionReport = { total: number; byRule: Record<string, number> };

/** Counts removals while a text or a value is worked through. */
export class Tally {
  readonly #counts = new Map<string, number>();
  #total = 0;

  add(rule: string): void {
    this.#total += 1;
    this.#counts.set(rule, (this.#counts.get(rule) ?? 0) + 1);
  }

  report(): RedactionReport {
    return { total: this.#total, byRule: Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1))) };
  }
}
