import * as z from "zod";
import { Confirmation } from "../confirmations/confirmation.ts";
import { ConfirmationStatus } from "../confirmations/status.ts";
import { DEFAULT_LIST_PAGE, MAX_LIST_PAGE } from "../limits.ts";
import { defineOperation } from "../operation.ts";
import { Cursor, pageLimit } from "../paging.ts";

/** A confirmation as the list shows it: without the bytes that are decided about. */
const ConfirmationListItem = Confirmation.omit({
  candidate: true,
  delta: true,
  replay: true,
  evidence_refs: true,
}).meta({
  id: "ConfirmationListItem",
  description: "A confirmation in the list of confirmations.",
});
export type ConfirmationListItem = z.infer<typeof ConfirmationListItem>;

const ConfirmationList = z
  .strictObject({ items: z.array(ConfirmationListItem), next_cursor: z.string().min(1).optional() })
  .meta({ id: "ConfirmationList", description: "A page of confirmations, the latest first." });

/** The tenant's confirmations, the latest first. Source: design, section 3. */
export const listConfirmations = defineOperation({
  name: "listConfirmations",
  method: "GET",
  path: "/v1/confirmations",
  scope: "runs:read",
  authority: "cached",
  summary: "List confirmations",
  description:
    "The tenant's confirmations, the latest first, without their candidates. What is past its deadline shows as `expired`.",
  params: z.strictObject({}),
  query: z.strictObject({
    status: ConfirmationStatus.optional(),
    cursor: Cursor.optional(),
    limit: pageLimit(MAX_LIST_PAGE, DEFAULT_LIST_PAGE),
  }),
  status: 200,
  output: ConfirmationList,
  problems: ["invalid_cursor"],
  repeatable: true,
  example: { query: { status: "pending" }, output: { items: [] } },
});
