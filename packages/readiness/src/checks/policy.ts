import type { PolicyIssue } from "@operator/contract";
import { redactText } from "@operator/redaction";
import type { Finding } from "../finding.ts";
import type { Project } from "../project.ts";
import { POLICY_FILE, projectPolicy } from "./project-policy.ts";

/** Mistakes that are about a credential that nobody declared: declaring it is what helps. */
const UNDECLARED = "dangling_credential";

function findingOf(issue: PolicyIssue, severity: Finding["severity"]): Finding {
  const { code, line, message, path } = issue;
  // A path has the names of fields, and somebody may have written a secret where a name belongs.
  const where = path === "" ? "" : ` at ${redactText(path)}`;
  const isUndeclared = code === UNDECLARED;
  return {
    code: `policy_${code}`,
    severity,
    category: isUndeclared ? "missing_secret_binding" : "policy_validation_failed",
    message: `${POLICY_FILE}${where}: ${redactText(message)}`,
    nextAction: isUndeclared ? "set_secret" : "fix_code",
    places: [{ path: POLICY_FILE, first: line, last: line }],
  };
}

/** What is wrong with the policy, and what is odd about it. A project without one may reach nothing, which stops nothing. */
export function policyFindings(project: Project): Finding[] {
  const read = projectPolicy(project);
  if (project.binaries.has(POLICY_FILE)) {
    return [
      {
        code: "policy_no_text",
        severity: "blocking",
        category: "policy_validation_failed",
        message: `${POLICY_FILE} is no text: save it as UTF-8.`,
        nextAction: "fix_code",
        places: [{ path: POLICY_FILE }],
      },
    ];
  }
  if (read === undefined) {
    const message = `There is no ${POLICY_FILE}: the agent may reach nothing and use no credential. Write one if it needs either.`;
    return [
      {
        code: "policy_missing",
        severity: "advisory",
        category: "policy_validation_failed",
        message,
        nextAction: "fix_code",
        places: [],
      },
    ];
  }
  const errors = read.kind === "invalid" ? read.errors : [];
  return [
    ...errors.map((issue) => findingOf(issue, "blocking")),
    ...read.advisories.map((issue) => findingOf(issue, "advisory")),
  ];
}
