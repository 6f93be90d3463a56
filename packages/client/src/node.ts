export { type CollectedProject, collectProject, ProjectOverLimit } from "./collect/collect-project.ts";
export type { Skipped, SkipReason } from "./collect/skipped.ts";
