import { DurableObject } from "cloudflare:workers";
import canonicalize from "canonicalize";
import * as z from "zod";

/**
 * The pipeline that one would write first: a full schema, a list of regular expressions, objects passed to the object, a
 * canonical form from npm, an awaited digest and a row for every event. Kept to say what the real one gains.
 */
const Batch = z.object({
  events: z.array(
    z.object({
      timestamp: z.iso.datetime({ offset: true }),
      event_type: z.string(),
      deployment_mode: z.enum(["local", "hosted"]),
      actor: z.string(),
      payload: z.record(z.string(), z.json()),
      event_id: z.string().optional(),
    }),
  ),
});
type Event = z.infer<typeof Batch>["events"][number];

const PATTERNS = [
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]{0,8192}?-----END [A-Z ]{0,40}PRIVATE KEY-----/g,
  /\beyJ[\w-]{8,2000}\.[\w-]{8,2000}\.[\w-]{8,2000}/g,
  /\b[Bb]earer\s+[\w.~+/-]{16,500}/g,
  ...[
    "AKIA",
    "ASIA",
    "ghp_",
    "gho_",
    "ghs_",
    "ghu_",
    "github_pat_",
    "glpat-",
    "npm_",
    "pypi-",
    "xoxb-",
    "xoxp-",
    "hf_",
  ].map((prefix) => new RegExp(`\\b${prefix}[\\w-]{16,255}`, "g")),
  ...[
    "sk-",
    "sk-ant-",
    "sk_live_",
    "rk_live_",
    "AIza",
    "SG\\.",
    "dop_v1_",
    "shpat_",
    "lin_api_",
    "key-",
    "r8_",
    "gsk_",
  ].map((prefix) => new RegExp(`\\b${prefix}[\\w-]{16,255}`, "g")),
  /\b(?:password|passwd|secret|token|api[_-]?key)\s*[=:]\s*["']?[^\s"',;]{6,200}/gi,
  /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{1,100}:[^\s@/]{1,100}@/gi,
];

function redact(value: unknown): unknown {
  if (typeof value === "string") return PATTERNS.reduce((text, pattern) => text.replace(pattern, "[REDACTED]"), value);
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redact(item)]));
}

export class NaiveObject extends DurableObject {
  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env as never);
    ctx.storage.sql.exec(
      `CREATE TABLE IF NOT EXISTS events (seq INTEGER PRIMARY KEY, timestamp TEXT, event_type TEXT, actor TEXT, payload TEXT,
         prev_hash TEXT, record_hash TEXT)`,
    );
  }

  async insert(events: Event[]): Promise<string> {
    const { sql } = this.ctx.storage;
    for (const event of events) {
      const [last] = sql.exec("SELECT record_hash FROM events ORDER BY seq DESC LIMIT 1").toArray();
      const previous = String(last?.record_hash ?? "");
      const canonical = canonicalize({ ...event, prev_hash: previous }) ?? "";
      const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonical));
      sql.exec(
        "INSERT INTO events (timestamp, event_type, actor, payload, prev_hash, record_hash) VALUES (?, ?, ?, ?, ?, ?)",
        event.timestamp,
        event.event_type,
        event.actor,
        JSON.stringify(event.payload),
        previous,
        Buffer.from(digest).toString("hex"),
      );
    }
    return "{}";
  }
}

/** Takes a batch the naive way. */
export async function naiveIngest(body: unknown, object: DurableObjectStub<NaiveObject>): Promise<string> {
  const { events } = Batch.parse(body);
  return object.insert(redact(events) as never);
}
