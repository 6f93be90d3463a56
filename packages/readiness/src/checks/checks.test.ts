import { describe, expect, it } from "vitest";
import { AGENT, POLICY, projectOf } from "../../test/projects.ts";
import type { Finding } from "../finding.ts";
import type { Circumstances } from "../project.ts";
import { dashboardFindings, dockerFindings, packageVerificationFindings } from "./circumstances.ts";
import { credentialFindings } from "./credentials.ts";
import { leaseFindings } from "./leases.ts";
import { llmFindings } from "./llm.ts";
import { policyFindings } from "./policy.ts";
import { secretFindings } from "./secrets.ts";

const VALID = { "agent.yaml": AGENT, "policy.yaml": POLICY, "main.py": "print('hello')\n" };

/** What a finding says but for its words. */
const facts = ({ code, severity, category, nextAction, places }: Finding) => ({
  code,
  severity,
  category,
  nextAction,
  places,
});

function found(check: (project: ReturnType<typeof projectOf>) => Finding[], change: object, known: Circumstances = {}) {
  return check(projectOf({ ...VALID, ...change }, known)).map(facts);
}

const lines = (path: string, first: number, last = first) => [{ path, first, last }];

describe("the policy", () => {
  it("is fine when it is valid", () => {
    expect(found(policyFindings, {})).toEqual([]);
  });

  it("has every mistake of it reported at its line", () => {
    const change = {
      "policy.yaml": POLICY.replace("service: openai", "service: openai\n    surprise: 1").replace('"1"', '"9"'),
    };
    expect(found(policyFindings, change)).toMatchObject([
      {
        code: "policy_unsupported_version",
        severity: "blocking",
        nextAction: "fix_code",
        places: lines("policy.yaml", 1),
      },
      { code: "policy_unknown_field", category: "policy_validation_failed", places: lines("policy.yaml", 9) },
    ]);
  });

  it("that names a credential which nobody declares lacks a binding", () => {
    const change = { "policy.yaml": POLICY.replace("credential: openai", "credential: other") };
    expect(found(policyFindings, change)).toContainEqual({
      code: "policy_dangling_credential",
      severity: "blocking",
      category: "missing_secret_binding",
      nextAction: "set_secret",
      places: lines("policy.yaml", 4),
    });
  });

  it("may be absent, which is worth knowing", () => {
    const { "policy.yaml": _, ...files } = VALID;
    expect(policyFindings(projectOf(files)).map(facts)).toMatchObject([
      { code: "policy_missing", severity: "advisory" },
    ]);
  });
});

describe("credentials", () => {
  it("are fine when they are declared, and bound as far as anybody knows", () => {
    expect(found(credentialFindings, {})).toEqual([]);
    expect(found(credentialFindings, {}, { boundCredentials: ["openai"] })).toEqual([]);
  });

  it("that are declared and not bound are to be set", () => {
    expect(found(credentialFindings, {}, { boundCredentials: ["other"] })).toEqual([
      {
        code: "credential_not_bound",
        severity: "blocking",
        category: "missing_secret_binding",
        nextAction: "set_secret",
        places: lines("policy.yaml", 6, 8),
      },
    ]);
  });

  it("that agent.yaml names and no policy declares are to be declared", () => {
    const change = { "agent.yaml": AGENT.replace("credential: openai", "credential: other") };
    expect(found(credentialFindings, change)).toMatchObject([
      { code: "credential_undeclared", nextAction: "set_secret", places: lines("agent.yaml", 8) },
    ]);
  });

  it("of a policy that cannot be read are not judged", () => {
    expect(found(credentialFindings, { "policy.yaml": "version: [" }, { boundCredentials: [] })).toEqual([]);
  });
});

describe("the model's provider", () => {
  it("is fine when a rule lets the agent reach it", () => {
    expect(found(llmFindings, {})).toEqual([]);
  });

  it("is advised of when none does", () => {
    const change = { "policy.yaml": POLICY.replace("api.openai.com", "api.example.com") };
    expect(found(llmFindings, change)).toEqual([
      {
        code: "provider_not_in_egress",
        severity: "advisory",
        category: "policy_denied",
        nextAction: "review_policy_patch",
        places: lines("agent.yaml", 6),
      },
    ]);
  });

  it("has to be one that is known", () => {
    const change = { "agent.yaml": AGENT.replace("provider: openai", "provider: none") };
    expect(found(llmFindings, change)).toEqual([
      {
        code: "llm_provider_unknown",
        severity: "blocking",
        category: "agent_runtime_exception",
        nextAction: "fix_code",
        places: lines("agent.yaml", 6),
      },
    ]);
  });
});

describe("secrets in files", () => {
  const token = ["ghp", "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5"].join("_");

  it("are found with file, line and rule, and never shown", () => {
    const [one, ...others] = secretFindings(projectOf({ ...VALID, "main.py": `import os\nTOKEN = "${token}"\n` }));
    expect(others).toEqual([]);
    expect(one).toMatchObject({ code: "secret_in_file", category: "secret_scan_failed", places: lines("main.py", 2) });
    expect(one?.message).toMatch(/^Line 2 of "main\.py" holds what looks like a secret \([\w., -]+\)/);
    expect(JSON.stringify(one)).not.toContain(token.slice(4, 20));
  });

  it("are found in files that are nothing else, but for examples and public halves", () => {
    const files = {
      ".env": "A=1\n",
      "config/.env.production": "A=1\n",
      ".env.example": "A=\n",
      "certs/ca.pem": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
      id_ed25519: "x",
    };
    const paths = secretFindings(projectOf(files)).map(({ code, places }) => [code, places[0]?.path]);
    expect(paths).toEqual([
      ["secret_file", ".env"],
      ["secret_file", "config/.env.production"],
      ["secret_file", "id_ed25519"],
    ]);
  });

  it("are counted where there are many", () => {
    const text = Array.from({ length: 15 }, (_, index) => `T${index} = "${token.slice(0, -2)}${10 + index}"\n`).join(
      "",
    );
    const findings = secretFindings(projectOf({ "main.py": text }));
    expect(findings).toHaveLength(11);
    expect(findings.at(-1)).toMatchObject({ code: "more_secrets_in_file", places: lines("main.py", 11) });
  });
});

describe("direct leases and listeners", () => {
  const leased = POLICY.replace(
    "    type: brokered\n    service: openai",
    "    type: direct_lease\n    mode: file\n    path: /run/secrets/openai\n    reason: the library reads files only",
  );

  it("are none in an ordinary policy", () => {
    expect(found(leaseFindings, {})).toEqual([]);
  });

  it("wait for people to look at them", () => {
    const change = {
      "policy.yaml": `${leased.replace("    credential: openai\n", "")}ingress:\n  - path: /hook\n    port: 8080\n`,
    };
    expect(found(leaseFindings, change)).toEqual([
      {
        code: "direct_lease",
        severity: "blocking",
        category: "policy_validation_failed",
        nextAction: "review_handoff",
        places: lines("policy.yaml", 5, 9),
      },
      {
        code: "exposed_listener",
        severity: "blocking",
        category: "policy_validation_failed",
        nextAction: "review_handoff",
        places: lines("policy.yaml", 11, 12),
      },
    ]);
    expect(found(leaseFindings, change, { policyIsReviewed: true })).toEqual([]);
  });
});

describe("what the caller knows", () => {
  it.each([
    [dockerFindings, { dockerAvailable: false }, "docker_unavailable", "start_docker"],
    [dashboardFindings, { dashboardAvailable: false }, "dashboard_unavailable", "ask_user"],
    [packageVerificationFindings, { packageSignature: "invalid" }, "package_verification_failed", "export_audit"],
    [packageVerificationFindings, { packageSignature: "missing" }, "package_verification_failed", "ask_user"],
    [packageVerificationFindings, { sbom: "invalid" }, "package_verification_failed", "export_audit"],
    [packageVerificationFindings, { sbom: "missing" }, "package_verification_failed", "ask_user"],
  ] as const)("stops a project: %o %o", (check, known, category, nextAction) => {
    expect(found(check, {}, known)).toMatchObject([{ severity: "blocking", category, nextAction }]);
  });

  it.each([
    [dockerFindings, { dockerAvailable: true }],
    [dashboardFindings, { dashboardAvailable: true }],
    [packageVerificationFindings, { packageSignature: "valid", sbom: "valid" }],
  ] as const)("is fine where all is well, and where nothing is known: %o", (check, known) => {
    expect(found(check, {}, known)).toEqual([]);
    expect(found(check, {})).toEqual([]);
  });
});
