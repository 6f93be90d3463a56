import type { Rule } from "./rule.ts";

const upstream = { category: "agent_runtime_exception" } as const;

/** What the answer of a host means where neither policy nor sandbox stand between it and the agent. */
export const upstreamRules: readonly Rule[] = [
  {
    id: "upstream.refused_credential",
    ...upstream,
    nextAction: "set_secret",
    matches: "a host answers 401 although a credential is bound for it",
    example: "upstream_evidence: status_code 401, credential openai-key",
    match: { upstream: { status: [[401, 401]], credential: "bound" } },
    rootCause: [
      "{host} refused the bound credential {credential} with 401: its value is wrong, expired or revoked.",
      "{host} refused the bound credential with 401: its value is wrong, expired or revoked.",
      "An upstream refused the bound credential with 401: its value is wrong, expired or revoked.",
    ],
  },
  {
    id: "upstream.rate_limited",
    ...upstream,
    nextAction: "rerun",
    matches: "a host answers 429, or the runtime calls it rate limited",
    example: "upstream_evidence: status_code 429, availability rate_limited",
    match: { upstream: { status: [[429, 429]], availability: ["rate_limited"] } },
    rootCause: [
      "{host} limits the rate of requests (429); that passes.",
      "An upstream limits the rate of requests; that passes.",
    ],
  },
  {
    id: "upstream.unavailable",
    ...upstream,
    nextAction: "rerun",
    matches: "a host answers 408, 425 or 5xx, or the runtime calls it unavailable",
    example: "upstream_evidence: status_code 503, availability unavailable",
    match: {
      upstream: {
        status: [
          [408, 408],
          [425, 425],
          [500, 599],
        ],
        availability: ["unavailable"],
      },
    },
    rootCause: [
      "{host} was not available (status {status}); that usually passes.",
      "{host} was not available; that usually passes.",
      "An upstream was not available (status {status}); that usually passes.",
      "An upstream was not available; that usually passes.",
    ],
  },
  {
    id: "upstream.forbidden",
    ...upstream,
    nextAction: "ask_user",
    matches: "a host answers 402 or 403 itself, without a denial of the policy",
    example: "upstream_evidence: status_code 403, availability forbidden",
    match: { upstream: { status: [[402, 403]], availability: ["forbidden"] } },
    rootCause: [
      "{host} itself forbids the request ({status}); no policy of ours denied it. Its account or plan lacks the right.",
      "{host} itself forbids the request; no policy of ours denied it. Its account or plan lacks the right.",
      "An upstream itself forbids the request; no policy of ours denied it. Its account or plan lacks the right.",
    ],
  },
  {
    id: "upstream.rejected",
    ...upstream,
    nextAction: "fix_code",
    matches: "a host rejects the request itself with another 4xx",
    example: "upstream_evidence: status_code 422, url https://api.example.com/v1/orders",
    match: {
      upstream: {
        status: [
          [400, 400],
          [404, 407],
          [409, 424],
          [426, 428],
          [430, 499],
        ],
      },
    },
    rootCause: [
      "{host} rejects the agent's request with {status}: the request itself is wrong.",
      "An upstream rejects the agent's request with {status}: the request itself is wrong.",
    ],
  },
];
