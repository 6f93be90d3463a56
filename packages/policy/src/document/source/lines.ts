/** The lines of a text: `\n` and `\r\n` end one. */
export interface Lines {
  count: number;
  /** Offset of the first character of a line, from line 1. */
  start(line: number): number;
  /** Line and column of an offset, both from 1. A byte order mark takes no column. */
  position(offset: number): { line: number; column: number };
}

export function readLines(text: string): Lines {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const firstColumn = text.startsWith("\ufeff") ? 0 : 1;
  return {
    count: starts.length,
    start: (line) => starts[line - 1] ?? text.length,
    position(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      const column = offset - (starts[low] ?? 0) + (low === 0 ? firstColumn : 1);
      return { line: low + 1, column: Math.max(1, column) };
    },
  };
}
