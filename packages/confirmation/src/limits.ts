import type { RiskLevel } from "@operator/contract";

/** Every limit of the protocol, each with its unit in the name and its reason beside it. */

const HOUR_MS = 60 * 60 * 1000;

/** How long a proposal waits for people: the more a change can do, the fresher the look at it has to be. */
export const EXPIRY_MS: Readonly<Record<RiskLevel, number>> = {
  low: 24 * HOUR_MS,
  medium: 8 * HOUR_MS,
  high: 4 * HOUR_MS,
};

/** How long an approval may wait for its executor: people approve what is about to happen. */
export const GRANT_TTL_MS = 10 * 60 * 1000;

/** Distinct people that have to approve, whatever a tenant's rules say. A rule may ask for more and never for fewer. */
export const LEAST_APPROVALS: Readonly<Record<RiskLevel, number>> = { low: 1, medium: 1, high: 2 };

/** Open proposals of one proposer: more than people look at in a day is a flood. */
export const MAX_PENDING_PER_PROPOSER = 50;

/** Approvals and groups that one rule may ask for. */
export const MAX_APPROVALS = 10;

/** Rules of one tenant: nine change types and three risks, each or any, and room for more. */
export const MAX_RULES = 100;

/** People in one group. */
export const MAX_GROUP_MEMBERS = 200;

/** The document of a policy, in characters. */
export const MAX_POLICY_CHARS = 256 * 1024;

/** A unified diff may take every line of a policy out and put another in. */
export const MAX_DIFF_CHARS = 2 * MAX_POLICY_CHARS;

/** A change that is not one of a policy, or what is shown beside a change, in characters of JSON: what a person can read. */
export const MAX_JSON_CHARS = 64 * 1024;

/** Nesting of a change, the outermost value being 1. */
export const MAX_JSON_DEPTH = 16;

/** Why a change is proposed, in characters. */
export const MAX_RATIONALE_CHARS = 4000;

/** What of it, or of a detail of evidence, the proposer wrote, in characters. */
export const MAX_PROPOSERS_WORDS_CHARS = 1500;

/** A reviewer's reason, in characters. */
export const MAX_REASON_CHARS = 500;

/** What an executor says of its outcome, in characters. */
export const MAX_DETAIL_CHARS = 1000;

/** Evidence refs of one proposal. */
export const MAX_EVIDENCE_REFS = 100;

/** One ref, or its detail, in characters. */
export const MAX_REF_CHARS = 2000;

/** Destinations or credentials that one change affects. */
export const MAX_AFFECTED = 200;

/** The name of a destination, a credential or an agent, in characters. */
export const MAX_NAME_CHARS = 512;
