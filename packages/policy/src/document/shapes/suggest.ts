/** Letters that may differ between a field and what was meant by it. */
const MAX_TYPOS = 2;

/** The known field that a name was probably meant to be. Only our own names are ever returned. */
export function suggestField(name: string, known: readonly string[]): string | undefined {
  const plain = name.toLowerCase().replaceAll("-", "_");
  let best: string | undefined;
  let fewest = MAX_TYPOS + 1;
  for (const field of known) {
    if (Math.abs(field.length - plain.length) >= fewest) continue;
    // `hosts` and `ids` are nobody's `ports`: short names may differ less.
    const typos = distance(plain, field);
    if (typos < fewest && typos <= field.length / 3) {
      best = field;
      fewest = typos;
    }
  }
  return best;
}

/** Insertions, deletions and replacements between two short names. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const kept = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(kept, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
