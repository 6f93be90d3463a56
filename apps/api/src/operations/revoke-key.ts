import type { Handler } from "../handler.ts";
import { forgetKey } from "../middleware/authentication.ts";
import { refuse } from "../refusal.ts";
import { keyAnswer } from "./key-answer.ts";

/** Ends a key of the caller's tenant. */
export const revokeKey: Handler<"revokeKey"> = async ({ params, caller }, ports) => {
  const key = await ports.directories.revokeKey(caller.tenant, params.key_id);
  if (key === undefined) return refuse("key_not_found", "The tenant has no key with this id.");
  forgetKey(key.key_id);
  return { body: keyAnswer(key) };
};
