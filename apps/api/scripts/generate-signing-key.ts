import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { SigningKeySet } from "../src/adapters/signing-keys.ts";
import { withNewKey } from "./signing-key.ts";

/**
 * Prints a value for the secret AUDIT_SIGNING_KEYS, with a new key that signs. `--retired` names a file with the keys of
 * before, as the service publishes them or as the secret held them; they go on to verify. `--not-after` ends the new key.
 */
const { values } = parseArgs({ options: { retired: { type: "string" }, "not-after": { type: "string" } } });
const folder = process.env.INIT_CWD ?? process.cwd();
const before =
  values.retired === undefined
    ? { keys: [] }
    : SigningKeySet.parse(JSON.parse(readFileSync(resolve(folder, values.retired), "utf8")));
const end = values["not-after"] === undefined ? undefined : Date.parse(values["not-after"]);
if (end !== undefined && !(end > Date.now())) throw new RangeError("--not-after must be a time in the future");
console.log(JSON.stringify(withNewKey(before, Date.now(), end)));
