/** The bytes that are asked for, from `first` to `last`, both included. */
export interface ByteRange {
  first: number;
  last: number;
}

const RANGE = /^bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))$/;

/**
 * Reads a `Range` header for a content of this size: one range of bytes. `undefined` means the whole: no header, another
 * unit, or several ranges, which a server may answer with the whole. Source: RFC 9110, section 14.
 */
export function readRange(header: string | null, size: number): ByteRange | "not_satisfiable" | undefined {
  const [whole, from, to, tail] = RANGE.exec(header?.trim() ?? "") ?? [];
  if (whole === undefined) return undefined;
  if (tail !== undefined) {
    const length = Math.min(Number(tail), size);
    return length === 0 ? "not_satisfiable" : { first: size - length, last: size - 1 };
  }
  const first = Number(from);
  if (to !== "" && Number(to) < first) return undefined;
  if (first >= size) return "not_satisfiable";
  return { first, last: to === "" ? size - 1 : Math.min(Number(to), size - 1) };
}
