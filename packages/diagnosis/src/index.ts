export { explainFailure } from "./answers/explain-failure.ts";
export { nextAction } from "./answers/next-action.ts";
export type {
  ClosedConfirmation,
  NextActionContext,
  OpenConfirmation,
  PreviousRun,
} from "./answers/next-action-context.ts";
export { nextProjectAction, nothingToRepair, projectNotReady, readyAfterFailure } from "./answers/project-action.ts";
export { purgeState } from "./answers/purge-state.ts";
export { runListItem } from "./answers/run-list-item.ts";
export { type FailureSignature, failureSignature } from "./answers/signature.ts";
export { DEFAULT_STALL_LIMIT_MS } from "./answers/stall.ts";
export { statusOf, summarizeRun } from "./answers/summarize-run.ts";
export { timelineEvent } from "./answers/timeline-event.ts";
export type { RunEvent } from "./fold/event.ts";
export { foldEvents } from "./fold/fold.ts";
export { mergeStates, shiftState } from "./fold/merge.ts";
export { RunState } from "./fold/state.ts";
