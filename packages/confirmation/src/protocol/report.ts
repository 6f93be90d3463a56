import { clip, limits } from "@operator/contract";
import { isIntact } from "../candidate/candidate.ts";
import type { ReportCommand } from "./command.ts";
import type { Handler } from "./handler.ts";

function detailOf({ detail }: ReportCommand): string | undefined {
  return detail ? clip(detail, limits.MAX_DETAIL_CHARS) : undefined;
}

/** What happened outside is told once, by the one that did it. */
export const report: Handler<ReportCommand> = {
  authority({ redemption }, { executor }) {
    return redemption === undefined || redemption.executor === executor ? undefined : { kind: "not_the_executor" };
  },

  /** What the service found out when it wrote the policy is no part of what the executor said. */
  isRepeat: (state, command) => state.report?.outcome === command.outcome && state.report.detail === detailOf(command),

  check(state, { outcome }, { digest }) {
    if (outcome === "failed" || isIntact(state, digest)) return undefined;
    return { refusal: { kind: "candidate_changed", frozen: state.candidate_digest } };
  },

  apply(state, command, { now }) {
    const detail = detailOf(command);
    const isApplied = command.outcome === "applied";
    const baseMoved = isApplied && command.baseMoved === true;
    const hinderedBy = isApplied ? command.hinderedBy : undefined;
    return {
      ...state,
      status: isApplied && !baseMoved && hinderedBy === undefined ? "applied" : "apply_failed",
      closed_at: now,
      report: {
        outcome: command.outcome,
        ...(detail === undefined ? {} : { detail }),
        base_moved: baseMoved,
        ...(hinderedBy === undefined ? {} : { hindered_by: hinderedBy }),
        reported_at: now,
      },
    };
  },
};
