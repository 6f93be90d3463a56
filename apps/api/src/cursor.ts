import { createHmac, timingSafeEqual } from "node:crypto";

/** Bytes of the authentication code: forging one is out of reach, and cursors stay short. */
const MAC_BYTES = 16;

/** What a cursor is good for: one list of one tenant, with one set of filters. */
interface CursorScope {
  tenant: string;
  list: string;
  filters?: object;
}

/** Page positions as opaque text that nobody else can make and that fits no other list. */
export interface Cursors {
  seal(scope: CursorScope, position: object): string;
  /** The position, or `undefined` when the text was not sealed for this scope. */
  open(scope: CursorScope, cursor: string): unknown;
}

/**
 * @param secret 32 bytes in hex
 * @throws Error when the secret is missing or short: a cursor that anybody can make is worse than no service
 */
export function cursorsWith(secret: string | undefined): Cursors {
  if (!/^[0-9a-f]{64}$/.test(secret ?? "")) throw new Error("CURSOR_SECRET is not 32 bytes in hex");
  const key = Buffer.from(secret ?? "", "hex");
  const mac = (scope: CursorScope, body: string): Buffer =>
    createHmac("sha256", key)
      .update(JSON.stringify([scope.tenant, scope.list, scope.filters ?? {}, body]))
      .digest()
      .subarray(0, MAC_BYTES);
  return {
    seal(scope, position) {
      const body = Buffer.from(JSON.stringify(position)).toString("base64url");
      return `${body}.${mac(scope, body).toString("base64url")}`;
    },
    open(scope, cursor) {
      const [body = "", code = "", ...rest] = cursor.split(".");
      const given = Buffer.from(code, "base64url");
      const expected = mac(scope, body);
      // Base64 has several spellings of the same bytes; only the one that was issued is taken.
      const canonical = rest.length === 0 && given.toString("base64url") === code;
      if (!canonical || given.length !== MAC_BYTES || !timingSafeEqual(given, expected)) return undefined;
      return JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
    },
  };
}
