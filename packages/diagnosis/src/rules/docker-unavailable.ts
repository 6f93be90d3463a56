import type { Rule } from "./rule.ts";

const docker = { category: "docker_unavailable", nextAction: "start_docker" } as const;
const facts = { reason: ["reason", "redacted_detail", "detail", "error"] } as const;
const rootCause = [
  "The Docker daemon does not run or cannot be reached: {reason}.",
  "The Docker daemon does not run or cannot be reached.",
] as const;

/** The Docker daemon does not run or cannot be reached. */
export const dockerUnavailableRules: readonly Rule[] = [
  {
    id: "docker.permission",
    category: "docker_unavailable",
    nextAction: "ask_user",
    matches: "the user may not use the socket of the Docker daemon",
    example: "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock",
    match: {
      text: /\b(?:[Gg]ot )?permission denied while trying to connect to the (?:Docker daemon socket|docker API)(?: at (?<socket>(?:unix|npipe):\/\/[^\s:]{1,160}))?|dial unix (?<socket2>\/[^\s:]{1,160}docker[^\s:]{0,40}): connect: permission denied/,
      hints: ["ermission denied"],
      voice: "setup",
    },
    rootCause: [
      "The user that runs the agents may not use the Docker socket {socket}; Docker itself may well run.",
      "The user that runs the agents may not use the Docker socket; Docker itself may well run.",
    ],
  },
  {
    id: "docker.daemon_unreachable",
    ...docker,
    matches: "the Docker client cannot connect to the daemon (Engine, Desktop, Colima, Podman's socket)",
    example: "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
    match: {
      text: /(?:Cannot connect to the Docker daemon(?: at (?<address>[a-z]{2,6}:\/\/[^\s]{1,160}?)(?=[.:]{0,2}(?:\s|$)))?|[Ee]rror during connect: |failed to connect to the docker API at (?<address2>[a-z]{2,6}:\/\/[^\s;]{1,160})|[Cc]an't connect to docker socket|dial (?:unix|tcp) [^\s]{0,160}docker[^\s]{0,60}: (?:connect: )?(?:connection refused|no such file or directory)|open \/\/\.\/pipe\/docker\w{0,40}: The system cannot find the file specified)/,
      hints: ["ocker"],
      voice: "setup",
    },
    rootCause: [
      "The Docker daemon does not answer at {address}.",
      "The Docker daemon does not run or cannot be reached.",
    ],
  },
  {
    id: "docker.desktop",
    ...docker,
    matches: "Docker Desktop or Colima is not running, or is paused",
    example: "colima is not running",
    match: {
      text: /\b(?<engine>Docker Desktop|[Cc]olima|Rancher Desktop|OrbStack|[Dd]ocker(?: daemon| engine)?)(?: VM)? (?:is not running|isn't running|is stopped|is manually paused|is paused|not running|(?:is |was )?(?:not (?:available|reachable|responding)|unavailable|unreachable|down))|error retrieving current runtime: empty value/,
      hints: ["running", "paused", "stopped", "available", "reachable", "responding", "down", "empty value"],
      voice: "setup",
    },
    rootCause: ["{engine} does not run or cannot be reached.", "Colima does not run."],
  },
  {
    id: "docker.python_client",
    ...docker,
    matches: "the Docker SDK for Python cannot reach the daemon",
    example:
      "docker.errors.DockerException: Error while fetching server API version: ('Connection aborted.', FileNotFoundError(2, 'No such file or directory'))",
    match: {
      text: /Error while fetching server API version: .{0,80}?(?:FileNotFoundError|ConnectionRefusedError|PermissionError|Connection aborted)/,
      hints: ["server API version"],
      voice: "setup",
    },
    rootCause: ["The Docker daemon does not run or cannot be reached."],
  },
  {
    id: "docker.not_installed",
    category: "docker_unavailable",
    nextAction: "ask_user",
    matches: "there is no Docker client on the machine",
    example: 'exec: "docker": executable file not found in $PATH',
    match: {
      text: /exec: "docker": executable file not found|\bdocker: (?:command )?not found\b/,
      hints: ["docker"],
      voice: "setup",
    },
    rootCause: ["Docker is not installed on the machine that runs the agents."],
  },
  {
    id: "docker.vulnerable",
    category: "docker_unavailable",
    nextAction: "ask_user",
    matches: "the runtime refuses the installed Docker Engine (`vulnerable_docker_engine`)",
    example: "run_failed: fail_reason vulnerable_docker_engine",
    match: { declared: ["vulnerable_docker_engine"] },
    facts,
    rootCause: [
      "The runtime refuses the installed Docker Engine as vulnerable, it must be upgraded: {reason}.",
      "The runtime refuses the installed Docker Engine as vulnerable; it must be upgraded.",
    ],
  },
  {
    id: "docker.declared",
    ...docker,
    matches: "the runtime gives `docker_unavailable` or `docker_runtime_unavailable` as the reason",
    example: "run_failed: fail_reason docker_runtime_unavailable",
    match: { declared: ["docker_unavailable", "docker_runtime_unavailable"] },
    facts,
    rootCause,
  },
  {
    id: "docker.event",
    ...docker,
    matches: "an event of type `docker_unavailable`",
    example: "docker_unavailable: connection refused",
    match: { events: ["docker_unavailable"] },
    facts,
    rootCause,
  },
];
