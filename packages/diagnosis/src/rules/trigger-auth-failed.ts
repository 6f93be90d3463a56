import type { Rule } from "./rule.ts";

const trigger = { category: "trigger_auth_failed", nextAction: "set_secret" } as const;
const facts = {
  trigger: ["trigger", "trigger_type", "trigger_id", "hook", "webhook", "path"],
  reason: ["reason", "fail_reason", "detail", "redacted_detail", "error"],
} as const;
const rootCause = [
  "The trigger {trigger} did not authenticate: {reason}.",
  "A trigger of the run did not authenticate: {reason}.",
  "The trigger {trigger} did not authenticate.",
  "A trigger of the run did not authenticate.",
] as const;

/** What was to start the run did not prove who it was: a webhook's signature, a scheduler's or an invoker's token. */
export const triggerAuthFailedRules: readonly Rule[] = [
  {
    id: "trigger.event",
    ...trigger,
    matches: "an event of type `trigger_auth_failed`",
    example: "trigger_auth_failed: webhook signature mismatch",
    match: { events: ["trigger_auth_failed"] },
    facts,
    rootCause,
  },
  {
    id: "trigger.declared",
    ...trigger,
    matches: "the runtime gives `trigger_auth_failed` as the reason",
    example: "run_failed: category trigger_auth_failed",
    match: { declared: ["trigger_auth_failed"] },
    facts,
    rootCause,
  },
  {
    id: "trigger.signature",
    ...trigger,
    matches: "the signature of a webhook does not verify",
    example: "webhook signature verification failed: no signatures found matching the expected signature for payload",
    match: {
      text: /\b(?<problem>(?:(?:web)?hook|HMAC|X-Hub-Signature(?:-256)?|Stripe-Signature|x-slack-signature|svix|request|payload) ?(?:signature|timestamp)?(?: header| verification| check| validation)? (?:did not match|does not match|mismatch|failed|is invalid|invalid|missing|is missing|verification failed|outside (?:of )?the tolerance(?: zone)?|expired)|[Nn]o signatures found matching the expected signature for payload|[Nn]o matching signature found|[Tt]imestamp outside the tolerance zone|[Ii]nvalid (?:webhook|HMAC|hook) signature|Message timestamp too old|Required webhook headers are missing|Missing required headers|Unable to extract timestamp and signatures from header)/i,
      hints: ["ignature", "imestamp", "HMAC", "hmac", "eaders"],
      voice: "setup",
    },
    rootCause: ["A trigger of the run did not authenticate: {problem}."],
  },
  {
    id: "trigger.token",
    ...trigger,
    matches: "an ingress, cron or invoke call is refused with 401 or 403 or for its token",
    example: "ingress: POST /invoke rejected with 401: invalid invoke token",
    match: {
      text: /\b(?<problem>(?:(?:ingress|trigger|cron|invoke|invocation|schedul\w{1,4}|webhook)\b.{0,80}\b(?:401|403|auth (?:failed|rejected|error)|[Uu]nauthorized|[Ff]orbidden|unauthenticated|authentication failed)|(?:invalid|expired|missing|unknown|rejected) (?:invoke|invocation|trigger|cron|ingress|scheduler|webhook) (?:token|secret|key|credentials?|api key|jwt))\b.{0,60})/i,
      hints: ["ngress", "rigger", "cron", "Cron", "nvo", "chedul", "ebhook"],
      voice: "setup",
    },
    rootCause: ["A trigger of the run did not authenticate: {problem}."],
  },
];
