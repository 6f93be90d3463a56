import { DurableObject } from "cloudflare:workers";

/** The floor: what is left of an answer when an object does nothing, and of an ingest when bytes are stored as they come. */
export class BareObject extends DurableObject {
  constructor(ctx: DurableObjectState, env: unknown) {
    super(ctx, env as never);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS bodies (id INTEGER PRIMARY KEY, body BLOB NOT NULL)");
  }

  nothing(): string {
    return "{}";
  }

  insert(body: Uint8Array): string {
    this.ctx.storage.sql.exec("INSERT INTO bodies (body) VALUES (?)", body);
    return "{}";
  }
}
