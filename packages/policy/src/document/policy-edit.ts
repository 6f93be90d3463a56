import type { JsonValue } from "@operator/contract";

/** A new egress rule, in the fields of the document. */
type NewEgressRule = ({ domain: string } | { cidr: string }) & {
  ports?: readonly number[];
  methods?: readonly string[];
  credential?: string;
  allow_private?: boolean;
};

/**
 * One change of a document. Indices count in the document as it was before any edit of the same call; a `server` is an
 * index into `mcp_servers`. The result says in the document what the edit says of the policy:
 *
 * - ports are added to what the rule allows already, which is 443 where it names none;
 * - methods are not added to a rule that names none, because it allows any already;
 * - the last port or method of a list is never removed: an empty list would allow more. Remove the rule instead.
 */
export type PolicyEdit =
  | { kind: "add_egress"; rule: NewEgressRule }
  | { kind: "add_to_egress"; index: number; ports?: readonly number[]; methods?: readonly string[] }
  | { kind: "set_egress_credential"; index: number; credential: string }
  /** Writes explicit lists, whether or not the document had some. */
  | { kind: "set_egress_lists"; index: number; ports?: readonly number[]; methods?: readonly string[] }
  | { kind: "remove_egress"; index: number }
  | { kind: "remove_from_egress"; index: number; ports?: readonly number[]; methods?: readonly string[] }
  /** The fields as `credentials[]` has them, `id` and `type` first. */
  | { kind: "add_credential"; credential: Readonly<Record<string, JsonValue>> }
  | { kind: "remove_credential"; index: number }
  | { kind: "add_allowed_tool"; server: number; tool: string }
  | { kind: "remove_allowed_tool"; server: number; tool: string }
  | { kind: "remove_denied_tool"; server: number; tool: string }
  | { kind: "remove_mcp_server"; index: number };
