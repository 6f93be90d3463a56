import type { Rule } from "./rule.ts";

const dependency = { category: "dependency_conflict", nextAction: "install_dependency" } as const;
const output = { voice: "error_output" } as const;

/** How package managers say that they cannot install what is declared. */
export const resolverTextRules: readonly Rule[] = [
  {
    id: "dependency.uv",
    ...dependency,
    matches: "uv cannot resolve the requirements",
    example: "╰─▶ Because only httpx<=0.28.1 is available and your project depends on httpx>9999",
    match: {
      ...output,
      text: /^\s{0,8}(?:╰─▶|error:)\s{1,4}(?<conflict>(?:Because|you require)\b.{1,300})|^\s{0,8}×\s{1,4}No solution found when resolving/,
      hints: ["Because", "No solution found", "you require"],
      excerpt: { before: 1, after: 8 },
    },
    rootCause: ["uv cannot resolve the Python requirements: {conflict}.", "uv cannot resolve the Python requirements."],
  },
  {
    id: "dependency.pip_conflict",
    ...dependency,
    matches: "pip cannot install two requirements together",
    example:
      "ERROR: Cannot install langchain==0.1.0 and openai==1.0.0 because these package versions have conflicting dependencies.",
    match: {
      ...output,
      text: /^(?:ERROR: )?(?:Cannot install (?<packages>.{1,240}?) because (?:these|the) package|ResolutionImpossible|Double requirement given: (?<packages2>.{1,160}))/,
      hints: ["Cannot install", "ResolutionImpossible", "Double requirement"],
      excerpt: { before: 1, after: 8 },
    },
    rootCause: [
      "The Python requirements contradict each other: {packages}.",
      "The Python requirements contradict each other.",
    ],
  },
  {
    id: "dependency.pip_broken_set",
    ...dependency,
    matches: "pip reports that an installed set contradicts itself",
    example: "botocore 1.29.0 requires urllib3<1.27,>=1.25.4, but you have urllib3 2.0.7 which is incompatible.",
    match: {
      ...output,
      text: /^(?:ERROR: )?(?<package>[A-Za-z][\w.-]{0,80}) \S{1,40} (?:requires|has requirement) (?<requirement>.{1,160}?), but (?:you have|you'll have) (?<found>.{1,120}?) which is (?:incompatible|not installed)/,
      hints: ["which is incompatible", "which is not installed"],
      weak: true,
    },
    rootCause: ["The Python package {package} requires {requirement}, but {found} is installed."],
  },
  {
    id: "dependency.pip_not_found",
    ...dependency,
    matches: "pip finds no version that fits",
    example: "ERROR: No matching distribution found for torch==1.4.0",
    match: {
      ...output,
      text: /^(?:ERROR: )?(?:No matching distribution found for|Could not find a version that satisfies the requirement) (?<requirement>[^\s(]{1,120})/,
      hints: ["No matching distribution", "Could not find a version"],
      weak: true,
      excerpt: { before: 3, after: 1 },
    },
    rootCause: ["pip finds no version that fits the requirement {requirement}."],
  },
  {
    id: "dependency.poetry",
    ...dependency,
    matches: "Poetry cannot resolve the requirements",
    example: "So, because myapp depends on both pydantic (^1.10) and langchain (^0.3), version solving failed.",
    match: {
      ...output,
      text: /^\s{0,4}(?<conflict>(?:So,? |And |Because ).{1,300}), version solving failed|^\s{0,4}SolverProblemError|^pyproject\.toml changed significantly since poetry\.lock was last generated|version solving failed/,
      hints: ["version solving failed", "SolverProblemError", "changed significantly"],
      excerpt: { before: 5, after: 2 },
    },
    rootCause: [
      "Poetry cannot resolve the Python requirements: {conflict}.",
      "Poetry cannot resolve the Python requirements.",
    ],
  },
  {
    id: "dependency.build",
    ...dependency,
    matches: "a Python package cannot be built from source, or not for this Python or platform",
    example: "ERROR: Failed building wheel for psycopg2",
    match: {
      ...output,
      text: /(?:Failed building wheel for |Package ['"](?=[\w.-]{1,80}['"] requires a different Python)|[Dd]istribution `(?=\S{1,80} .{0,80} can't be installed)|Failed to build (?:installable wheels for some pyproject\.toml based projects \()?`?)(?<package>[A-Za-z][\w.=-]{0,80})/,
      hints: ["Failed building wheel", "Failed to build", "different Python", "can't be installed"],
      weak: true,
    },
    rootCause: ["The Python package {package} cannot be installed in the agent's environment."],
  },
  {
    id: "dependency.conda",
    ...dependency,
    matches: "conda or mamba cannot resolve or find what is declared",
    example: "LibMambaUnsatisfiableError: Encountered problems while solving:",
    match: {
      ...output,
      text: /\b(?<problem>PackagesNotFoundError|LibMambaUnsatisfiableError|UnsatisfiableError|ResolvePackageNotFound):/,
      hints: ["PackagesNotFound", "UnsatisfiableError", "ResolvePackageNotFound"],
      excerpt: { before: 1, after: 6 },
    },
    rootCause: ["conda cannot resolve the requirements: {problem}."],
  },
  {
    id: "dependency.npm",
    ...dependency,
    matches: "npm cannot resolve the dependency tree",
    example: 'npm error Could not resolve dependency: npm error peer react@"^17.0.0" from react-widgets@5.0.0',
    match: {
      ...output,
      text: /^npm (?:ERR!|error) (?:(?:code )?ERESOLVE\b|(?:Could not resolve dependency|Conflicting peer dependency): ?(?<conflict>.{0,160})|(?:peer|dev|optional)(?:Optional)? (?<peer>[@\w./-]{1,80}@\S{1,60}) from (?<by>[@\w./-]{1,80}@\S{1,40}))/,
      hints: ["ERESOLVE", "npm "],
      excerpt: { before: 4, after: 4 },
    },
    rootCause: [
      "The npm dependencies contradict each other: {by} wants {peer}.",
      "The npm dependencies contradict each other.",
    ],
  },
  {
    id: "dependency.npm_not_found",
    ...dependency,
    matches: "npm, pnpm or yarn finds no package or version that fits, or the lock file does not fit",
    example: "npm error notarget No matching version found for left-pad@^9.0.0.",
    match: {
      ...output,
      text: /(?:No matching version found for (?<package>[@\w./-]{1,80}(?:@[^\s"]{1,40})?)|'(?<package2>[@\w./-]{1,80})@[^']{1,40}' is not in this registry|ERR_PNPM_(?:NO_MATCHING_VERSION|PEER_DEP_ISSUES|OUTDATED_LOCKFILE|FETCH_404)|Couldn't find (?:any versions for|package)|EUSAGE|can only install packages when your package\.json and package-lock\.json|YN00\d\d: .{0,80}(?:No candidates found|lockfile would have been modified))/,
      hints: [
        "No matching version",
        "not in this registry",
        "ERR_PNPM",
        "Couldn't find",
        "package-lock",
        "YN00",
        "EUSAGE",
      ],
      weak: true,
    },
    rootCause: [
      "The Node.js dependencies cannot be installed as they are declared: {package}.",
      "The Node.js dependencies cannot be installed as they are declared.",
    ],
  },
];
