import type { Rule } from "./rule.ts";

const secret = { category: "missing_secret_binding", nextAction: "set_secret" } as const;

/** A credential that the agent needs is not bound. */
export const missingSecretBindingRules: readonly Rule[] = [
  {
    id: "secret.declared",
    ...secret,
    match: { declared: ["missing_secret_binding", "credentials_missing"] },
    facts: { credential: ["credential_id"] },
    rootCause: "The credential {credential} is required but not bound.",
    otherwise: "A required credential is not bound; the runtime does not say which.",
  },
  {
    id: "secret.credential_not_bound",
    ...secret,
    match: {
      text: /\bcredential '(?<credential>[\w.-]{1,100})' (?:is declared in policy\.yaml but )?(?:is )?not bound\b/,
    },
    rootCause: "The credential {credential} is required but not bound.",
  },
];
