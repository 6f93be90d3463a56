import { quote } from "@operator/contract";
import type { RunState } from "../fold/state.ts";
import { courseOf } from "./course.ts";
import type { Diagnosis } from "./diagnose.ts";

const SIGNALS: Readonly<Record<number, string>> = {
  4: "illegal instruction",
  6: "aborted",
  7: "bus error",
  9: "killed",
  11: "segmentation fault",
  15: "terminated",
};

/** The exit code in words: a negative one, or one above 128, is the signal that ended the process. */
function exitWords(code: number): string {
  const signal = code < 0 ? -code : code - 128;
  const name = Object.hasOwn(SIGNALS, signal) ? `, ${SIGNALS[signal]}` : "";
  return signal > 0 && signal < 65 ? `exit code ${code}, that is signal ${signal}${name}` : `exit code ${code}`;
}

/** What is known of a failure that no rule recognised, and what would have told more. Never a guess. */
export function withoutCause(state: RunState): Diagnosis {
  const { end } = state;
  const course = courseOf(state);
  const said = end?.reason === undefined ? "The runtime gave no reason" : `The runtime says ${quote(end.reason)}`;
  const code = end?.exit_code === undefined || end.exit_code === 0 ? "" : ` (${exitWords(end.exit_code)})`;
  const killed = end?.exit_code === 137 || end?.exit_code === -9;
  const reports = [...course.failures, ...course.endings];
  const missing = killed
    ? "no event reports an exceeded budget or a lack of memory, which would say who killed the process"
    : course.failures.length === 0
      ? "no event carries a failure context or an error output that names a cause"
      : "the failure context carries no error output, code or upstream answer that names a cause";
  return {
    category: "agent_runtime_exception",
    nextAction: "ask_user",
    rootCause: `Inconclusive: ${said}${code}, and ${missing}.`,
    causes: [],
    supports: reports.map(({ seq, event_type }) => ({ seq, event_type })),
  };
}
