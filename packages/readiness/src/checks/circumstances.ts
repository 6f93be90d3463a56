import type { Finding } from "../finding.ts";
import type { Project } from "../project.ts";

/** What the caller knows and the files do not show. Nothing is assumed of what the caller does not say. */
export function dockerFindings({ circumstances }: Project): Finding[] {
  if (circumstances.dockerAvailable !== false) return [];
  return [
    {
      code: "docker_unavailable",
      severity: "blocking",
      category: "docker_unavailable",
      message: "The Docker daemon cannot be reached: start it, because agents are packed and run in containers.",
      nextAction: "start_docker",
      places: [],
    },
  ];
}

/** Whether the dashboard, which takes the telemetry of a run, can be reached. */
export function dashboardFindings({ circumstances }: Project): Finding[] {
  if (circumstances.dashboardAvailable !== false) return [];
  return [
    {
      code: "dashboard_unavailable",
      severity: "blocking",
      category: "dashboard_unavailable",
      message: "The dashboard cannot be reached: a run would leave no telemetry.",
      nextAction: "ask_user",
      places: [],
    },
  ];
}

const PARTS = [
  ["packageSignature", "package_signature", "signature"],
  ["sbom", "package_sbom", "SBOM"],
] as const;

/** Whether the package's signature and its bill of materials have verified. */
export function packageVerificationFindings({ circumstances }: Project): Finding[] {
  return PARTS.flatMap(([fact, code, name]): Finding[] => {
    const result = circumstances[fact];
    if (result !== "invalid" && result !== "missing") return [];
    const isInvalid = result === "invalid";
    return [
      {
        code: `${code}_${result}`,
        severity: "blocking",
        category: "package_verification_failed",
        message: isInvalid
          ? `The package's ${name} does not verify: what would run is not what was packed.`
          : `The package has no ${name}: pack it again with one.`,
        nextAction: isInvalid ? "export_audit" : "ask_user",
        places: [],
      },
    ];
  });
}
