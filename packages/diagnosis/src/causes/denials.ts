import { hostOf } from "../fold/host.ts";
import type { Denial } from "../fold/state.ts";
import { RULE_OF_EVENT } from "../rules/index.ts";
import type { Cause } from "./cause.ts";
import type { Course } from "./course.ts";

/** How long after a denial a failure still counts as its consequence where no text names what was denied. */
const CONSEQUENCE_MS = 5 * 60_000;

/** Hosts from which dependencies are installed: denying one shows as a dependency that is missing. */
const PACKAGE_INDEXES: ReadonlySet<string> = new Set([
  "pypi.org",
  "files.pythonhosted.org",
  "test.pypi.org",
  "download.pytorch.org",
  "conda.anaconda.org",
  "registry.npmjs.org",
  "registry.yarnpkg.com",
]);

function targetHost(denial: Denial): string | undefined {
  return denial.kind === "egress" ? hostOf(denial.target) : undefined;
}

/** The cause that a denial is, with all reports of the same denied action as its support. */
export function causeOfDenial(denial: Denial, course: Course): Cause | undefined {
  const rule = RULE_OF_EVENT.get(denial.kind === "tool" ? "mcp_denied" : "egress_denied");
  if (rule === undefined) return undefined;
  const reports = course.denials.filter(({ target }) => target === denial.target);
  const ruled = reports.find((report) => report.rule !== undefined);
  const reasoned = reports.find((report) => report.reason !== undefined);
  const { at, seq, target } = denial;
  return {
    rule,
    at,
    seq,
    facts: {
      ...(denial.kind === "tool" || targetHost(denial) !== undefined ? { target } : { action: target }),
      ...(ruled?.rule === undefined ? {} : { rule: ruled.rule }),
      ...(reasoned?.reason === undefined ? {} : { reason: reasoned.reason }),
    },
    supports: reports.map((report) => ({ seq: report.seq, event_type: report.event_type })),
    denial: ruled ?? denial,
  };
}

/** The latest denial whose target these words name. */
export function deniedByName(course: Course, words: readonly string[]): Denial | undefined {
  const text = words.join("\n").toLowerCase();
  return course.denials.findLast((denial) => {
    const name = targetHost(denial) ?? denial.target.split("/").at(-1)?.toLowerCase() ?? "";
    return name.length > 3 && text.includes(name.toLowerCase());
  });
}

/** The latest denial from which a failure at `at` may follow by its time. */
export function deniedShortlyBefore(course: Course, at: number, within = CONSEQUENCE_MS): Denial | undefined {
  return course.denials.findLast((denial) => at - denial.at <= within);
}

/** The latest denial of a host from which dependencies are installed. */
export function deniedIndex(course: Course): Denial | undefined {
  return course.denials.findLast((denial) => PACKAGE_INDEXES.has(targetHost(denial) ?? ""));
}
