export { type Delta, delta, type PartChange } from "./delta/delta.ts";
export type { Reach } from "./delta/reach.ts";
export { type Finding, findingsOf, RISK_OF_FINDING, riskOf } from "./delta/risk.ts";
export { applyDiff } from "./document/apply-diff.ts";
export { locateRule, locateRules } from "./document/locate-rule.ts";
export { policyDigest } from "./document/policy-digest.ts";
export { type ReadPolicy, readPolicy } from "./document/read-policy.ts";
export type { Action, Decision } from "./evaluate/action.ts";
export { type CompiledPolicy, compilePolicy } from "./evaluate/compile.ts";
export { evaluate } from "./evaluate/evaluate.ts";
export { guardOfAction } from "./evaluate/guard-of-action.ts";
export { type Explanation, explainAction, explainObserved, type PolicyInForce } from "./explain/explain.ts";
export { describeAction } from "./explain/words.ts";
export { goesTo, placeOf } from "./observe/destination.ts";
export { DECISION_EVENTS, type Observation, observationOf, type StoredEvent } from "./observe/observation.ts";
export { type ObservedDecision, type ObservedRun, tallyDecisions } from "./observe/tally.ts";
export type { Policy } from "./policy.ts";
export { describeProposal, type Support } from "./recommend/rationale.ts";
export {
  describeChange,
  isRecommendRefusal,
  type Recommendation,
  recommendPatch,
  type StoredPolicy,
} from "./recommend/recommend.ts";
export type { RecommendRefusal } from "./recommend/refusal.ts";
export { type RuleUsage, recommendTightening } from "./recommend/tighten.ts";
export { type DesiredChange, readDesired, readSentence, type Wish } from "./recommend/wish.ts";
export { type Replay, type RunDecisions, replay } from "./replay/replay.ts";
