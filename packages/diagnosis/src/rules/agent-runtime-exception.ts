import type { Rule } from "./rule.ts";

/** The agent's own code failed. */
export const agentRuntimeExceptionRules: readonly Rule[] = [
  {
    id: "runtime.python_exception",
    category: "agent_runtime_exception",
    nextAction: "fix_code",
    // The last line of a traceback: an exception class, whose name ends as Python's own do, and its message.
    match: {
      text: /^(?<exception>(?:[A-Za-z_]\w{0,60}\.){0,8}[A-Z]\w{0,60}(?:Error|Exception|Exit|Interrupt|Warning|Failure))(?:: (?<message>.{1,400}))?$/,
    },
    rootCause: "The agent's code raised {exception}: {message}.",
    otherwise: "The agent's code raised an exception without a message.",
  },
];
