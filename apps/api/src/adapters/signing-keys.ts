import * as z from "zod";

const Base64Url32 = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "must be 32 bytes in base64url");

const SigningKey = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  kid: z.string().min(1),
  x: Base64Url32,
  /** The private part; absent once the key only verifies. */
  d: Base64Url32.optional(),
  /** When it may begin and must end to sign, in seconds since 1970. */
  nbf: z.int().optional(),
  exp: z.int().optional(),
});
/** An Ed25519 key pair as a JSON Web Key. Source: RFC 8037. */
export type SigningKey = z.infer<typeof SigningKey>;

const startOf = ({ nbf = 0 }: SigningKey): number => nbf;

/** The value of `AUDIT_SIGNING_KEYS`: a JSON Web Key Set. What a published set says beyond that is passed over. */
export const SigningKeySet = z
  .object({ keys: z.array(SigningKey).min(1) })
  .refine(({ keys }) => new Set(keys.map(({ kid }) => kid)).size === keys.length, { error: "names a key twice" })
  .transform(({ keys }) => ({ keys: keys.toSorted((a, b) => startOf(b) - startOf(a)) }));
export type SigningKeySet = z.infer<typeof SigningKeySet>;

/**
 * The key that signs at an instant, in milliseconds since 1970: of those with a private part whose time it is, the one
 * that began last.
 */
export function activeKey({ keys }: SigningKeySet, now: number): SigningKey | undefined {
  const seconds = now / 1000;
  return keys.find((key) => key.d !== undefined && startOf(key) <= seconds && (key.exp ?? Infinity) > seconds);
}
