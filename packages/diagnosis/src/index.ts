export { explainFailure } from "./answers/explain-failure.ts";
export { nextAction, nextProjectAction, nothingToRepair } from "./answers/next-action.ts";
export { runListItem } from "./answers/run-list-item.ts";
export { statusOf, summarizeRun } from "./answers/summarize-run.ts";
export { timelineEvent } from "./answers/timeline-event.ts";
export { isRuntimeActor, type RunEvent } from "./fold/event.ts";
export { foldEvents, mergeStates, shiftState } from "./fold/fold.ts";
export { RunState } from "./fold/state.ts";
