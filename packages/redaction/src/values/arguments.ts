import type { JsonValue } from "../json-value.ts";
import { classifyName, type NameStrength } from "../names/classify-name.ts";
import type { Tally } from "../report.ts";
import { redactNamed } from "./redact-named.ts";

// Commands as arrays of arguments, as process listings and agents' tool calls hold them.

export const HYPHEN = 0x2d;
/** Commands whose short options take a secret, as `recognisers/shell.ts` has them. */
const PASSWORD_OPTIONS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...["sshpass", "docker", "podman", "oras", "helm", "az", "mongosh", "mongo", "mongodump"].map(
    (command) => [command, new Set(["-p"])] as const,
  ),
  ["redis-cli", new Set(["-a"])],
  ["unzip", new Set(["-P"])],
  ["zip", new Set(["-P"])],
]);
/** Of these only the subcommand `login` does: `docker run -p` publishes a port. */
const LOGIN: ReadonlySet<string> = new Set(["docker", "podman", "oras", "helm", "az"]);

/** What an option says of the argument behind it: `["--password", x]`, `["sshpass", "-p", x]`. */
export function strengthOfFlag(items: readonly JsonValue[], index: number, flag: string): NameStrength {
  const argument = items[index];
  if (typeof argument !== "string" || argument.charCodeAt(0) === HYPHEN) return "harmless";
  if (flag.length > 2) return /^--?[A-Za-z][\w.-]*$/.test(flag) ? classifyName(flag) : "harmless";
  const [command] = items;
  if (typeof command !== "string") return "harmless";
  const name = command.slice(command.lastIndexOf("/") + 1);
  if (PASSWORD_OPTIONS.get(name)?.has(flag) !== true) return "harmless";
  return LOGIN.has(name) && !items.slice(1, 4).includes("login") ? "harmless" : "password";
}

const ATTACHED = /(?:^|\/)(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump|7z|unrar|rar)$/;

/** Arguments that hold a secret beside other text: `["curl", "-u", "user:password"]`, `["mysql", "-ppassword"]`. */
export function redactArgument(
  items: readonly JsonValue[],
  index: number,
  tally: Tally | undefined,
): string | undefined {
  const [command] = items;
  const argument = items[index];
  if (typeof command !== "string" || typeof argument !== "string") return undefined;
  if (index > 0 && /^-p[^\s-]/.test(argument) && ATTACHED.test(command))
    return `-p${redactNamed(argument.slice(2), "password", tally)}`;
  const flag = items[index - 1];
  if (flag !== "-u" && flag !== "--user") return undefined;
  const colon = argument.indexOf(":");
  if (!/(?:^|\/)(?:curl|wget|http|xh)$/.test(command) || colon < 0 || colon === argument.length - 1) return undefined;
  const kept = argument.slice(0, colon + 1);
  return kept + redactNamed(argument.slice(colon + 1), "password", tally);
}
