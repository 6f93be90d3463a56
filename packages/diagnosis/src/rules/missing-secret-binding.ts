import type { Rule } from "./rule.ts";

const secret = { category: "missing_secret_binding", nextAction: "set_secret" } as const;

/** A credential that the agent needs is not bound, as the runtime says or the answer of a host shows. */
export const missingSecretBindingRules: readonly Rule[] = [
  {
    id: "secret.declared",
    ...secret,
    matches: "the runtime gives `missing_secret_binding` or `credentials_missing` as the reason",
    example: "run_failed: category missing_secret_binding, credential_id stripe-readonly",
    match: { declared: ["missing_secret_binding", "credentials_missing"] },
    facts: { credential: ["credential_id", "credential"], reason: ["reason", "fail_reason", "redacted_detail"] },
    rootCause: [
      "The credential {credential} is required but not bound.",
      "A required credential is not bound: {reason}.",
      "A required credential is not bound; the runtime does not say which.",
    ],
  },
  {
    id: "secret.event",
    ...secret,
    matches: "an event of type `missing_secret_binding`",
    example: "missing_secret_binding: credential_id openai",
    match: { events: ["missing_secret_binding"] },
    facts: { credential: ["credential_id", "credential"], reason: ["reason", "detail"] },
    rootCause: [
      "The credential {credential} is required but not bound.",
      "A required credential is not bound: {reason}.",
      "A required credential is not bound; the runtime does not say which.",
    ],
  },
  {
    id: "secret.not_bound",
    ...secret,
    matches: "the runtime says that a credential is not bound, found or set",
    example: "credential 'stripe-readonly' is declared in policy.yaml but not bound",
    match: {
      text: /\b(?:credential|secret)s? ["'`]?(?<credential>(?!(?:is|are|was|were|not|bindings?|values?|store|manager)\b)[A-Za-z][\w./-]{0,99})["'`]? (?:is |are |was )?(?:declared .{1,60} but )?(?:is )?(?:not (?:bound|found|set|configured|available)|missing|unbound)\b/i,
      hints: ["redential", "ecret"],
      voice: "setup",
    },
    rootCause: ["The credential {credential} is required but not bound."],
  },
  {
    id: "secret.missing_list",
    ...secret,
    matches: "the runtime lists the credentials that are missing",
    example: "missing credentials: openai-key, github-token",
    match: {
      text: /\b(?:(?:credentials?|secrets?) (?:is |are )?not (?:found|bound|set)|(?:secret )?binding (?:is )?missing for credential|no (?:secret )?binding for (?:credential|secret)|(?:missing|unbound) (?:required )?(?:credentials?|secrets?)(?: bindings?)?(?: for)?):? ?\[?["'`]?(?<credential>[A-Za-z][\w./, -]{0,99}\w)/i,
      hints: ["issing", "nbound", "not found", "not bound", "not set", "no binding", "no secret binding"],
      voice: "setup",
    },
    rootCause: ["Required credentials are not bound: {credential}."],
  },
  {
    id: "secret.unauthorized",
    ...secret,
    matches: "a host answers 401, and no credential is bound for it",
    example: "upstream_evidence: status_code 401, url https://api.openai.com/v1/chat/completions, credential empty",
    match: { upstream: { status: [[401, 401]], credential: "unbound" } },
    rootCause: [
      "{host} answered 401 and no credential is bound for it: the agent called it without a valid secret.",
      "An upstream answered 401 and no credential is bound for it: the agent called it without a valid secret.",
    ],
  },
];
