import type { PolicyIssue } from "@operator/contract";
import type { RecommendRefusal } from "@operator/policy";
import { type Refusal, refuse } from "../refusal.ts";
import { documentRefusal } from "./read-document.ts";

/** The refusal of a change after which the document would not be valid. */
export function invalidCandidate(issues: readonly PolicyIssue[]): Refusal {
  return documentRefusal("invalid_candidate", "The policy would not be valid after the change.", issues);
}

/** Why no patch is recommended, as a problem. */
export function recommendRefusal(refusal: RecommendRefusal): Refusal {
  switch (refusal.kind) {
    case "action_allowed":
      return refuse("action_allowed", "The current policy allows all of this already.");
    case "wildcard_refused":
      return refuse("wildcard_refused", "A patch opens exact hosts and tools only; name each of them.");
    case "guarded_destination":
      return refuse("guarded_destination", `The destination is guarded (${refusal.guard}); no policy opens it.`);
    case "desire_not_understood":
      return refuse(
        "desire_not_understood",
        "Write `allow egress to host[:port]` or `bind credential X for Y`, or use desired_change; a denial must name its action.",
      );
    case "credential_not_declared":
      return refuse("credential_not_declared", "Declare the credential first, with desired_change.credential.");
    case "mcp_server_not_declared":
      return refuse(
        "mcp_server_not_declared",
        "The policy has no MCP server of this name; where it is, only a person can say.",
      );
    case "candidate_invalid":
      return invalidCandidate(refusal.errors);
    case "nothing_to_tighten":
      return refuse("nothing_to_tighten", "Every rule, port, method and tool was used in the window.");
    case "usage_unknown":
      return refuse(
        "usage_unknown",
        "The window has no run, more than can be read in full, or one whose records were purged; choose another window.",
      );
  }
}
