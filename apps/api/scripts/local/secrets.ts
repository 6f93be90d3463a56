import { randomBytes } from "node:crypto";
import { API_KEY_RANDOM_BYTES, DEPLOYMENT_TENANT, formatApiKey } from "@operator/contract";
import * as z from "zod";
import { SigningKeySet } from "../../src/adapters/signing-keys.ts";
import { withNewKey } from "../signing-key.ts";
import { readJson, writePrivateJson } from "./private-file.ts";

const Secrets = z.object({
  deployment_admin_key: z.string(),
  cursor_secret: z.string(),
  audit_signing_keys: SigningKeySet,
});

/** A home of a version that did not sign yet has no keys to sign with. */
const KeptSecrets = Secrets.partial({ audit_signing_keys: true });

/** The secrets of an instance; a deployment has them as Worker secrets. */
export type Secrets = z.infer<typeof Secrets>;

export const LOCAL_ENV = "local";
export const LOCAL_LOG_NAME = "operator.localhost";

function newSecrets(): z.infer<typeof KeptSecrets> {
  const random = randomBytes(API_KEY_RANDOM_BYTES);
  return {
    deployment_admin_key: formatApiKey({ env: LOCAL_ENV, tenant: DEPLOYMENT_TENANT, random }),
    cursor_secret: randomBytes(32).toString("hex"),
  };
}

/** The secrets of this home, made on the first start and kept after. */
export async function loadSecrets(path: string): Promise<Secrets> {
  const found = await readJson(path);
  const known = found === undefined ? newSecrets() : KeptSecrets.parse(found);
  const { audit_signing_keys = withNewKey({ keys: [] }, Date.now()) } = known;
  const secrets = { ...known, audit_signing_keys };
  if (known.audit_signing_keys === undefined) await writePrivateJson(path, secrets);
  return secrets;
}
