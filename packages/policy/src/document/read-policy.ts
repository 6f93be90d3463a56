import type { JsonObject, JsonValue, PolicyIssue } from "@operator/contract";
import * as z from "zod";
import type { Credential, McpServer, Policy } from "../policy.ts";
import type { FieldPath } from "./field-path.ts";
import { MAX_DOCUMENT_BYTES } from "./limits.ts";
import { IssueLog } from "./policy-issue.ts";
import { adviseUnused, readCredential } from "./sections/credentials.ts";
import { readEgressRule } from "./sections/egress.ts";
import { readHook, readIngressRule } from "./sections/listeners.ts";
import { readMcpServer } from "./sections/mcp-servers.ts";
import { Reading } from "./sections/reading.ts";
import { checkSetting, SETTINGS } from "./sections/settings.ts";
import { Line, Text } from "./shapes/fields.ts";
import { readShape, type Shape } from "./shapes/read-shape.ts";
import { isJsonObject } from "./source/json-object.ts";
import { readLines } from "./source/lines.ts";
import { readSource } from "./source/read-source.ts";

/** What a document says, or everything that is wrong with it. */
export type ReadPolicy =
  | { kind: "valid"; policy: Policy; advisories: PolicyIssue[] }
  | { kind: "invalid"; errors: PolicyIssue[]; advisories: PolicyIssue[] };

/**
 * Reads and validates a policy.yaml. All problems of it are found in one pass and listed in document order; a syntax error
 * hides what else is wrong, because what YAML means after one is a guess. Never throws, whatever the text.
 *
 * `version` is required; an `agent` needs a `name`; every other section may be absent or without a value.
 */
export function readPolicy(text: string): ReadPolicy {
  const issues = new IssueLog();
  if (isTooLarge(text)) {
    const message = `The document is larger than ${MAX_DOCUMENT_BYTES / 1024} KiB.`;
    issues.error("document_too_large", [], 0, message);
    return { kind: "invalid", errors: issues.errors(readLines("")), advisories: [] };
  }
  const source = readSource(text, issues);
  const policy = source === undefined ? undefined : readSections(new Reading(source, issues));
  const lines = readLines(text);
  const advisories = issues.advisories(lines);
  if (policy === undefined || issues.hasErrors) return { kind: "invalid", errors: issues.errors(lines), advisories };
  return { kind: "valid", policy, advisories };
}

function isTooLarge(text: string): boolean {
  // A UTF-16 unit is at least one byte of UTF-8, so that a long text need not be encoded to be refused.
  return text.length > MAX_DOCUMENT_BYTES || new TextEncoder().encode(text).length > MAX_DOCUMENT_BYTES;
}

const LISTS = ["egress", "credentials", "mcp_servers", "ingress", "hooks"];
const section = z.unknown().optional();

const document = {
  schema: z.strictObject({
    version: section,
    agent: section,
    ...Object.fromEntries([...LISTS, ...SETTINGS].map((name) => [name, section])),
  }),
  required: ["version"],
} satisfies Shape<z.ZodObject>;

const agent = {
  schema: z.strictObject({ name: Line.optional(), description: Text.optional() }),
  required: ["name"],
} satisfies Shape<z.ZodObject>;

function readSections(reading: Reading): Policy | undefined {
  const { value } = reading.source;
  readShape(document, value, [], reading);
  if (!isJsonObject(value)) return undefined;
  checkVersion(value, reading);
  const credentials = readList(value, "credentials", reading, readCredential);
  const servers = readList(value, "mcp_servers", reading, readMcpServer);
  const policy: Policy = {
    egress: readList(value, "egress", reading, readEgressRule).map(({ read }) => read),
    credentials: credentials.map(({ read }) => read),
    mcp_servers: servers.map(({ read }) => read),
    ingress: readList(value, "ingress", reading, readIngressRule).map(({ read }) => read),
    hooks: readList(value, "hooks", reading, readHook).map(({ read }) => read),
    settings: readSettings(value, reading),
  };
  const name = present(value.agent) ? readShape(agent, value.agent, ["agent"], reading)?.name : undefined;
  if (name !== undefined) policy.agent = name;
  checkCredentials(value, credentials, reading);
  checkServers(value, servers, reading);
  return policy;
}

function present(value: JsonValue | undefined): value is Exclude<JsonValue, null> {
  return value !== undefined && value !== null;
}

function readList<T>(
  document: JsonObject,
  name: string,
  reading: Reading,
  readItem: (value: JsonValue, path: FieldPath, reading: Reading) => T | undefined,
): { read: T; path: FieldPath }[] {
  return reading.items(document[name], [name]).flatMap(({ item, path }) => {
    const read = readItem(item, path, reading);
    return read === undefined ? [] : [{ read, path }];
  });
}

/** Sections that say nothing, such as `guardrails: []`, are the same as absent ones. */
function readSettings(document: JsonObject, reading: Reading): Record<string, JsonValue> {
  const settings: Record<string, JsonValue> = {};
  for (const name of SETTINGS) {
    const value = document[name];
    if (!present(value)) continue;
    checkSetting(name, value, reading);
    if (typeof value !== "object" || Object.keys(value).length > 0) settings[name] = value;
  }
  return settings;
}

/** The version names the format and says the same in each spelling, therefore no policy keeps it. */
function checkVersion({ version }: JsonObject, reading: Reading): void {
  if (version === undefined) return;
  if (version === 1 || version === 1.1) {
    reading.advise("unquoted_version", ["version"], "Put the version in quotes: YAML readers take it for a number.");
  } else if (version !== "1" && version !== "1.0" && version !== "1.1") {
    reading.report("unsupported_version", ["version"], 'Write "1", "1.0" or "1.1".');
  }
}

/** The names that items of a list declare, faulty items included: a fault there is no dangling reference elsewhere. */
function declared(document: JsonObject, list: string, field: string): Set<JsonValue | undefined> {
  const items = document[list];
  return new Set(Array.isArray(items) ? items.map((item) => (isJsonObject(item) ? item[field] : undefined)) : []);
}

function checkCredentials(
  document: JsonObject,
  credentials: readonly { read: Credential; path: FieldPath }[],
  reading: Reading,
): void {
  const ids = declared(document, "credentials", "id");
  for (const { name, path } of reading.credentialMentions) {
    if (!ids.has(name))
      reading.report("dangling_credential", path, "No credential has this id. Declare it in `credentials`.");
  }
  const named = credentials.map(({ read, path }) => ({ name: read.id, path: [...path, "id"] }));
  reading.unique("duplicate_id", named, "Another credential has this id already. Ids are unique.");
  const used = new Set(reading.credentialMentions.map(({ name }) => name));
  adviseUnused(credentials, used, reading);
}

function checkServers(
  document: JsonObject,
  servers: readonly { read: McpServer; path: FieldPath }[],
  reading: Reading,
): void {
  const names = declared(document, "mcp_servers", "name");
  for (const { name, path } of reading.serverMentions) {
    if (!names.has(name))
      reading.report("dangling_mcp_server", path, "No MCP server has this name. Declare it in `mcp_servers`.");
  }
  const named = servers.map(({ read, path }) => ({ name: read.name, path: [...path, "name"] }));
  reading.unique("duplicate_name", named, "Another MCP server has this name already. Names are unique.");
}
