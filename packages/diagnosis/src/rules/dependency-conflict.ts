import type { Rule } from "./rule.ts";

const dependency = { category: "dependency_conflict", nextAction: "install_dependency" } as const;

/** A dependency of the agent is missing, or its declarations contradict each other. */
export const dependencyConflictRules: readonly Rule[] = [
  {
    id: "dependency.declared",
    ...dependency,
    match: { declared: ["dependency_conflict", "import_failed"] },
    facts: { reason: ["reason", "fail_reason", "redacted_detail"] },
    rootCause: "The agent's entry module could not be imported: {reason}.",
    otherwise: "The runtime reports that the agent's entry module could not be imported, without saying why.",
  },
  {
    id: "dependency.python_module_missing",
    ...dependency,
    match: { text: /\bModuleNotFoundError: No module named '(?<module>[\w.-]{1,120})'/ },
    rootCause: "The Python module {module} is not installed in the agent's environment.",
  },
  {
    id: "dependency.python_name_missing",
    ...dependency,
    match: { text: /\bImportError: cannot import name '(?<name>\w{1,120})' from '(?<module>[\w.-]{1,120})'/ },
    rootCause: "The installed version of the Python module {module} has no {name}.",
  },
  {
    id: "dependency.pip_conflict",
    ...dependency,
    match: { text: /^(?:ERROR: )?(?:ResolutionImpossible|Cannot install (?<packages>.{1,160}) because)/ },
    rootCause: "The Python requirements contradict each other: {packages}.",
    otherwise: "The Python requirements contradict each other.",
  },
  {
    id: "dependency.node_module_missing",
    ...dependency,
    match: {
      text: /^(?:\w{0,40} )?(?:Error(?: \[ERR_MODULE_NOT_FOUND\])?: )Cannot find (?:module|package) '(?<module>[^']{1,160})'/,
    },
    rootCause: "The Node.js module {module} is not installed.",
  },
  {
    id: "dependency.npm_conflict",
    ...dependency,
    match: { text: /^npm (?:ERR!|error) (?:code )?ERESOLVE\b/ },
    rootCause: "The npm dependencies contradict each other.",
  },
];
