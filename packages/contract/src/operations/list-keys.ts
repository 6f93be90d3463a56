import * as z from "zod";
import { Key } from "../key.ts";
import { DEFAULT_LIST_PAGE, MAX_LIST_PAGE } from "../limits.ts";
import { defineOperation } from "../operation.ts";
import { Cursor, pageLimit } from "../paging.ts";

const KeyList = z
  .strictObject({ items: z.array(Key), next_cursor: z.string().min(1).optional() })
  .meta({ id: "KeyList", description: "A page of keys, the oldest first." });

/** The tenant's keys, revoked and expired ones too, without their secrets. Source: design, section 3. */
export const listKeys = defineOperation({
  name: "listKeys",
  method: "GET",
  path: "/v1/keys",
  scope: "tenant:admin",
  authority: "fresh",
  summary: "List API keys",
  description: "The tenant's keys in the order they were made, revoked and expired ones too, without their secrets.",
  params: z.strictObject({}),
  query: z.strictObject({ cursor: Cursor.optional(), limit: pageLimit(MAX_LIST_PAGE, DEFAULT_LIST_PAGE) }),
  status: 200,
  output: KeyList,
  problems: ["invalid_cursor"],
  repeatable: true,
  example: { output: { items: [] } },
});
