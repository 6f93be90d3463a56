import type { Rule } from "./rule.ts";

const budget = { category: "budget_exceeded", nextAction: "increase_budget" } as const;
const facts = {
  kind: ["category", "budget", "kind"],
  limit: ["limit", "max", "budget_limit"],
  observed: ["observed", "used", "spent", "actual"],
  reason: ["reason", "fail_reason", "redacted_detail", "detail"],
} as const;

/** The run used up a configured budget: tokens, cost, iterations or time. */
export const budgetExceededRules: readonly Rule[] = [
  {
    id: "budget.event",
    ...budget,
    matches: "an event of type `budget_exceeded` that the run did not get over",
    example: "budget_exceeded: category wall_clock, limit 300000, observed 301250",
    match: { events: ["budget_exceeded"] },
    facts,
    rootCause: [
      "The run used up its budget: {reason}.",
      "The run used up its {kind} budget: {observed} of {limit}.",
      "The run used up its budget: {observed} of {limit}.",
      "The run used up its {kind} budget.",
      "The run used up its budget.",
    ],
  },
  {
    id: "budget.declared",
    ...budget,
    matches: "the runtime gives `budget_exceeded`, or a kind of budget, as the reason",
    example: "run_failed: category budget_exceeded, exit_code 137, reason token budget exhausted",
    match: { declared: ["budget_exceeded", "wall_clock", "iterations", "tokens", "cost", "max_cost_usd"] },
    facts,
    rootCause: [
      "The run used up its budget: {reason}.",
      "The run used up its budget: {observed} of {limit}.",
      "The run used up its budget.",
    ],
  },
  {
    id: "budget.reason",
    ...budget,
    matches: "the runtime's reason says that a token, cost, iteration or time budget is used up",
    example: "llm budget exceeded: $5.02 of $5.00 spent",
    match: {
      text: /^(?<reason>.{0,80}\b(?:(?:token|cost|llm|usd|iteration|wall[- _]?clock|time|spend(?:ing)?|run) (?:budget|limit)|budget|max(?:imum)?[ _](?:tokens|cost|cost_usd|iterations))\b.{0,30}? (?:(?:was |is |has been )?(?:exceeded|exhausted|used up|reached|hit)).{0,80}|.{0,80}\b(?:exceeded|exhausted|used up|over) (?:its |the |a )?(?:configured )?(?:token|cost|llm|iteration|wall[- _]?clock|time|spending|run)?[ _]?(?:budget)\b.{0,80})/i,
      hints: ["xceeded", "xhausted", "used up", "reached", "hit", "over"],
      voice: "runtime",
    },
    rootCause: ["The run used up its budget: {reason}."],
  },
];
