/**
 * The text form of an API key: `op_<env>_<tenant>_<random><crc>`. `random` is 32 base62 characters (190 bits); `crc` is the
 * CRC-32 of everything before it, as 6 base62 digits. The checksum finds typing errors without a look-up; it proves
 * nothing, because everybody can compute it.
 */

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_CHARS = 32;
const CRC_CHARS = 6;
const KEY = /^op_([a-z]{1,12})_([a-z0-9][a-z0-9-]{0,39})_([0-9A-Za-z]{32})([0-9A-Za-z]{6})$/;

/** The tenant segment of the key that administers the deployment; no tenant can have this id. */
export const DEPLOYMENT_TENANT = "deployment";

/** Random bytes that one key takes: enough that a shortage after rejection is out of reach. */
export const API_KEY_RANDOM_BYTES = 96;

function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function base62(value: number, width: number): string {
  let text = "";
  for (let rest = value; text.length < width; rest = Math.floor(rest / 62)) text = BASE62.charAt(rest % 62) + text;
  return text;
}

/**
 * Makes a key from random bytes (`API_KEY_RANDOM_BYTES` of them). `env` is 1 to 12 lower-case letters, `tenant` a tenant id.
 *
 * @throws RangeError when the bytes do not yield 32 characters (a byte above 247 is skipped to keep the digits even), or
 *   when a key cannot carry `env` or `tenant`.
 */
export function formatApiKey(parts: { env: string; tenant: string; random: Uint8Array }): string {
  let random = "";
  for (const byte of parts.random) {
    if (random.length === RANDOM_CHARS) break;
    if (byte < 248) random += BASE62.charAt(byte % 62);
  }
  if (random.length < RANDOM_CHARS) throw new RangeError("too few random bytes for an API key");
  const body = `op_${parts.env}_${parts.tenant}_${random}`;
  const key = body + base62(crc32(body), CRC_CHARS);
  if (!KEY.test(key)) throw new RangeError("an API key cannot carry this environment or tenant");
  return key;
}

/** The environment and tenant that a key names, or `undefined` when the text is no key or was mistyped. */
export function parseApiKey(text: string): { env: string; tenant: string } | undefined {
  const parts = KEY.exec(text);
  if (parts === null) return undefined;
  const [, env, tenant, , crc] = parts;
  if (env === undefined || tenant === undefined) return undefined;
  return base62(crc32(text.slice(0, -CRC_CHARS)), CRC_CHARS) === crc ? { env, tenant } : undefined;
}
