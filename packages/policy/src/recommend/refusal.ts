import type { PolicyIssue } from "@operator/contract";
import type { Guard } from "../hosts/guard.ts";

/** Why no patch is recommended. None of these leaves anything that could be approved. */
export type RecommendRefusal =
  /** Everything that was asked for is allowed already. */
  | { kind: "action_allowed" }
  /** A wish for more than one exact destination or tool. */
  | { kind: "wildcard_refused" }
  | { kind: "guarded_destination"; guard: Guard }
  /** A host that is none, a sentence that is not one of the two, a denial that names no action. */
  | { kind: "desire_not_understood" }
  | { kind: "credential_not_declared" }
  | { kind: "mcp_server_not_declared" }
  /** What the policy would become does not validate; the problems are those of the whole document. */
  | { kind: "candidate_invalid"; errors: readonly PolicyIssue[] }
  /** Every rule, port, method and tool was used, or there is nothing to remove. */
  | { kind: "nothing_to_tighten" }
  /** No run in the window, or one whose decisions are not known in full. */
  | { kind: "usage_unknown" };
