import { randomBytes } from "node:crypto";
import { API_KEY_RANDOM_BYTES, DEPLOYMENT_TENANT, formatApiKey } from "@operator/contract";
import * as z from "zod";
import { readJson, writePrivateJson } from "./private-file.ts";

const Secrets = z.object({ deployment_admin_key: z.string(), cursor_secret: z.string() });

/** The secrets of an instance; a deployment has them as Worker secrets. */
export type Secrets = z.infer<typeof Secrets>;

export const LOCAL_ENV = "local";

/** The secrets of this home, made on the first start and kept after. */
export async function loadSecrets(path: string): Promise<Secrets> {
  const known = await readJson(path);
  if (known !== undefined) return Secrets.parse(known);
  const secrets = {
    deployment_admin_key: formatApiKey({
      env: LOCAL_ENV,
      tenant: DEPLOYMENT_TENANT,
      random: randomBytes(API_KEY_RANDOM_BYTES),
    }),
    cursor_secret: randomBytes(32).toString("hex"),
  };
  await writePrivateJson(path, secrets);
  return secrets;
}
