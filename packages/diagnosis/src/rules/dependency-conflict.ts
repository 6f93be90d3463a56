import type { Rule } from "./rule.ts";

const dependency = { category: "dependency_conflict", nextAction: "install_dependency" } as const;
const output = { voice: "error_output" } as const;

/** A dependency of the agent is missing where its code asks for it. */
export const dependencyConflictRules: readonly Rule[] = [
  {
    id: "dependency.declared",
    ...dependency,
    matches: "the runtime gives `dependency_conflict` as the reason",
    example: "run_failed: category dependency_conflict",
    match: { declared: ["dependency_conflict"] },
    facts: { reason: ["reason", "fail_reason", "redacted_detail"] },
    rootCause: [
      "The agent's dependencies are missing or contradict each other: {reason}.",
      "The agent's dependencies are missing or contradict each other; the runtime does not say which.",
    ],
  },
  {
    id: "dependency.event",
    ...dependency,
    matches: "an event of type `dependency_conflict`",
    example: "dependency_conflict: pydantic 1.10 and 2.8",
    match: { events: ["dependency_conflict"] },
    facts: { reason: ["reason", "detail"] },
    rootCause: [
      "The agent's dependencies are missing or contradict each other: {reason}.",
      "The agent's dependencies are missing or contradict each other.",
    ],
  },
  {
    id: "dependency.import_failed",
    ...dependency,
    matches: "the harness could not import the entry module (`import_failed`), and no text shows another cause",
    example: "failure_context: category import_failed",
    match: { declared: ["import_failed"] },
    facts: { reason: ["reason", "fail_reason", "redacted_detail"] },
    rootCause: [
      "The agent's entry module could not be imported: {reason}.",
      "The runtime reports that the agent's entry module could not be imported, without saying why.",
    ],
    symptom: true,
  },
  {
    id: "dependency.python_module",
    ...dependency,
    matches: "Python finds no module of this name",
    example: "ModuleNotFoundError: No module named 'requests'",
    match: {
      ...output,
      text: /\bNo module named ['"]?(?<module>[A-Za-z_][\w.-]{0,120})/,
      hints: ["No module named"],
      lastOfChain: true,
    },
    rootCause: ["The Python module {module} is not installed in the agent's environment."],
  },
  {
    id: "dependency.python_name",
    ...dependency,
    matches: "an installed Python module lacks a name, as in another version of it",
    example: "ImportError: cannot import name 'BaseSettings' from 'pydantic'",
    match: {
      ...output,
      text: /\bcannot import name ['"](?<name>\w{1,120})['"] from (?:partially initialized module )?['"](?<module>[\w.-]{1,120})['"](?!.{0,200}circular import)/,
      hints: ["cannot import name"],
      lastOfChain: true,
    },
    rootCause: ["The installed version of the Python module {module} has no {name}."],
  },
  {
    id: "dependency.python_import",
    ...dependency,
    matches: "a library or a distribution that Python code needs is not there",
    example: "ImportError: libGL.so.1: cannot open shared object file: No such file or directory",
    match: {
      ...output,
      text: /\bImportError: (?<library>[\w.+-]{1,120}\.so[\w.]{0,20}): cannot open shared object file|\bImportError: DLL load failed while importing (?<library2>\w{1,80})|PackageNotFoundError: (?:No package metadata was found for )?(?<package>[\w.-]{1,120})|DistributionNotFound: The ['"](?<package2>[^'"]{1,120})['"] distribution was not found|\b(?:ImportError|RuntimeError|ValueError|ModuleNotFoundError): .{0,120}?(?:[Pp]lease install|pip install|conda to install|uv add) [`'"]?(?<package3>[A-Za-z][\w[\]-]{0,80})|has been moved to the `(?<package4>[\w.-]{1,80})` package/,
      hints: [
        "shared object",
        "DLL load",
        "PackageNotFound",
        "DistributionNotFound",
        "install ",
        "uv add",
        "moved to the",
      ],
    },
    rootCause: [
      "The library {library} is not installed in the agent's environment.",
      "The Python package {package} is not installed in the agent's environment.",
    ],
  },
  {
    id: "dependency.python_version_conflict",
    ...dependency,
    matches: "installed Python packages contradict each other at run time",
    example:
      "pkg_resources.ContextualVersionConflict: (urllib3 2.0.7, Requirement.parse('urllib3<1.27'), {'botocore'})",
    match: {
      ...output,
      text: /(?:Contextual)?VersionConflict: (?<conflict>.{1,200})|\b(?<module>\w{1,60})(?: version)? (?<found>\d[\w.]{0,20}) is (?:incompatible|installed but) .{0,80}(?:required|requires)|module '(?<package>pkgutil)' has no attribute 'ImpImporter'|(?<package2>numpy)\.\w{1,20} size changed, may indicate binary incompatibility|Importing the (?<package3>numpy) C-extensions failed|compiled using NumPy 1\.x cannot be run in (?<numpy>NumPy \d[\w.]{0,12})/,
      hints: [
        "VersionConflict",
        "incompatible",
        "installed but",
        "compiled using",
        "ImpImporter",
        "C-extensions",
        "binary incompatibility",
      ],
    },
    rootCause: [
      "The installed Python packages contradict each other: {conflict}.",
      "The installed version {found} of {module} does not fit what requires it.",
      "A Python package was built for another version of {package} or of Python than the installed one.",
      "A Python package does not fit the installed {numpy}.",
    ],
  },
  {
    id: "dependency.node_module",
    ...dependency,
    matches: "Node.js finds no package of this name",
    example: "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'axios' imported from /app/index.mjs",
    match: {
      ...output,
      text: /\b(?:Cannot find (?:module|package)|Module not found) ['"](?:npm:)?(?<module>(?![./]|[A-Za-z]:|node:|file:)[^'"]{1,160})['"]/,
      hints: ["Cannot find module", "Cannot find package", "Module not found"],
    },
    rootCause: ["The Node.js package {module} is not installed."],
  },
];
