import type { Rule } from "./rule.ts";

const budget = { category: "budget_exceeded", nextAction: "increase_budget" } as const;

/** The run used up a configured budget. */
export const budgetExceededRules: readonly Rule[] = [
  {
    id: "budget.declared",
    ...budget,
    match: { declared: ["budget_exceeded"] },
    facts: { reason: ["reason", "fail_reason"] },
    rootCause: "The run used up its budget: {reason}.",
    otherwise: "The run used up its budget.",
  },
  {
    id: "budget.event",
    ...budget,
    match: { events: ["budget_exceeded"] },
    facts: { reason: ["reason", "category"] },
    rootCause: "The run used up its budget: {reason}.",
    otherwise: "The run used up its budget.",
  },
];
