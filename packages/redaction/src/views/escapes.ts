/** What starts an escape: signs, and the first halves of the pairs that write tags and mathematical letters. */
const STARTERS = "%\\&\u001b\u00a0";
export const TAG = 0xdb40;
export const MATHEMATICAL = 0xd835;

/** Letters as wide as ideographs: each stands for an ASCII character this far below. */
const FULL_WIDTH = [0xff01, 0xff5e] as const;
const FULL_WIDTH_DISTANCE = 0xfee0;

/** The ASCII character that a full-width one stands for. */
export function narrow(code: number): string | undefined {
  const [from, to] = FULL_WIDTH;
  return code >= from && code <= to ? String.fromCharCode(code - FULL_WIDTH_DISTANCE) : undefined;
}

/** Characters that show nothing: soft hyphen, joiners, zero-width and direction marks, variation selectors. */
const INVISIBLE: readonly (readonly [from: number, to: number])[] = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x2069],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
];

const STARTS = new Uint8Array(65_536);
for (const character of STARTERS) STARTS[character.charCodeAt(0)] = 1;
for (const [from, to] of [...INVISIBLE, FULL_WIDTH]) STARTS.fill(1, from, to + 1);
STARTS[TAG] = 1;
STARTS[MATHEMATICAL] = 1;

const SHOWS_NOTHING = new Uint8Array(65_536);
for (const [from, to] of INVISIBLE) SHOWS_NOTHING.fill(1, from, to + 1);

/** Whether this character shows nothing. */
export function showsNothing(code: number): boolean {
  return SHOWS_NOTHING[code] === 1;
}

/** Whether this character starts an escape or shows nothing; texts without any are not decoded. */
export function startsEscape(code: number): boolean {
  return STARTS[code] === 1;
}
