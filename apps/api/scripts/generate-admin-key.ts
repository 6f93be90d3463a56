import { createHash, randomBytes } from "node:crypto";
import { API_KEY_RANDOM_BYTES, DEPLOYMENT_TENANT, formatApiKey } from "@operator/contract";

/** Makes the key that administers a deployment. The service gets its hash only; the key is yours to keep. */
const key = formatApiKey({ env: "live", tenant: DEPLOYMENT_TENANT, random: randomBytes(API_KEY_RANDOM_BYTES) });
console.log(`key, to keep:                        ${key}`);
console.log(`DEPLOYMENT_ADMIN_KEY_SHA256, to set: ${createHash("sha256").update(key).digest("hex")}`);
