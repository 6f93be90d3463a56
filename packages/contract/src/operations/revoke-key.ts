import * as z from "zod";
import { Key } from "../key.ts";
import { defineOperation } from "../operation.ts";

/** Ends a key. Source: design, section 3. */
export const revokeKey = defineOperation({
  name: "revokeKey",
  method: "DELETE",
  path: "/v1/keys/{key_id}",
  scope: "tenant:admin",
  authority: "fresh",
  summary: "Revoke an API key",
  description:
    "Ends a key: at once where it decides or administers, within 30 seconds everywhere else. Revoking it again changes nothing.",
  params: z.strictObject({ key_id: z.string().regex(/^key_[0-9a-f]{16,32}$/, "must be a key id") }),
  query: z.strictObject({}),
  status: 200,
  output: Key,
  problems: ["key_not_found"],
  repeatable: true,
  example: {
    params: { key_id: "key_6f0c2c1e7d5b4a39" },
    output: {
      key_id: "key_6f0c2c1e7d5b4a39",
      principal_id: "agentpaas-daemon",
      principal_kind: "service",
      scopes: ["events:write"],
      actors: ["daemon"],
      relays_other_actors: false,
      created_at: "2026-07-02T09:00:00.000Z",
      created_by: "admin",
      revoked_at: "2026-07-03T09:00:00.000Z",
    },
  },
});
