/** What starts an escape. */
const STARTERS = "%\\&\u001b";

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
for (const [from, to] of INVISIBLE) STARTS.fill(1, from, to + 1);

/** Whether this character starts an escape or shows nothing; texts without any are not decoded. */
export function startsEscape(code: number): boolean {
  return STARTS[code] === 1;
}
