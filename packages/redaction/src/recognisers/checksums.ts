const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const CHECKSUM_DIGITS = 6;

/** Whether the last six characters are the CRC-32 of those before them, in base62, as GitHub and npm end their tokens. */
export function endsInCrc32(text: string): boolean {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length - CHECKSUM_DIGITS; i += 1) {
    crc ^= text.charCodeAt(i);
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  let rest = (crc ^ 0xffffffff) >>> 0;
  for (let i = text.length - 1; i >= text.length - CHECKSUM_DIGITS; i -= 1) {
    if (BASE62.charAt(rest % 62) !== text.charAt(i)) return false;
    rest = Math.floor(rest / 62);
  }
  return rest === 0;
}

/** Whether base32 ends in the CRC-16 (XModem, low byte first) of the bytes before it, as keys of Stellar do (SEP 23). */
export function endsInCrc16(text: string): boolean {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const digit of text) {
    bits = ((bits << 5) | BASE32.indexOf(digit)) & 0x1fff;
    held += 5;
    if (held >= 8) {
      held -= 8;
      bytes.push((bits >> held) & 0xff);
    }
  }
  const [low = 0, high = 0] = bytes.slice(-2);
  let crc = 0;
  for (const byte of bytes.slice(0, -2)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc === ((high << 8) | low);
}
