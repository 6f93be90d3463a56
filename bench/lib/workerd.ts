import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createClient } from "@operator/client";
import { API_KEY_RANDOM_BYTES, DEPLOYMENT_TENANT, formatApiKey } from "@operator/contract";
import { withNewKey } from "../../apps/api/scripts/signing-key.ts";
import { bundle } from "./bundle.ts";
import { freePort } from "./free-port.ts";
import { workerd, workerdConfig } from "./workerd-config.ts";

const ENTRY = fileURLToPath(new URL("../worker/worker.ts", import.meta.url));
const OBJECTS = {
  RUN_LOG: "RunLog",
  TENANT_DIRECTORY: "TenantDirectory",
  AUDIT_LOG: "AuditLog",
  CONFIRMATION_DESK: "ConfirmationDesk",
  BARE: "BareObject",
  NAIVE: "NaiveObject",
};
const PORT = await freePort();
const BASE_URL = `http://127.0.0.1:${PORT}`;
const READY_TIMEOUT_MS = 20_000;

/** A workerd of our own, without anything in front of it: what is measured is the Worker and its objects. */
export interface Server {
  baseUrl: string;
  /** A runtime's key of the one tenant, and a key that administers it. */
  key: string;
  adminKey: string;
  pid(): number;
  /** Ends workerd and serves the same folder again: every object is cold then. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const ready = await fetch(`${url}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await wait(50);
  }
  throw new Error("workerd did not become ready");
}

interface Process {
  pid: number;
  end(): Promise<void>;
}

async function run(folder: string): Promise<Process> {
  const child = spawn(workerd, ["serve", join(folder, "config.capnp"), "--experimental"], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  // A benchmark that fails takes its workerd with it.
  const killChild = (): boolean => child.kill("SIGKILL");
  process.once("exit", killChild);
  await untilReady(BASE_URL);
  return {
    pid: child.pid ?? 0,
    end: async () => {
      process.off("exit", killChild);
      child.kill();
      await ended;
    },
  };
}

async function openTenant(adminKey: string): Promise<{ key: string; adminKey: string }> {
  const admin = createClient({ baseUrl: BASE_URL, apiKey: adminKey });
  await admin.createTenant({ body: { tenant_id: "bench" } });
  const { key: tenantKey } = await admin.issueAdminKey({ tenant_id: "bench" });
  const tenant = createClient({ baseUrl: BASE_URL, apiKey: tenantKey });
  const { key } = await tenant.createKey({
    body: {
      principal_id: "runtime",
      principal_kind: "service",
      scopes: ["events:write", "runs:read", "audit:read"],
      actors: ["daemon", "gateway", "harness"],
    },
  });
  return { key, adminKey: tenantKey };
}

/** Builds the Worker with the baselines, serves it, and opens a tenant with a runtime's key. */
export async function serve(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "operator-bench-"));
  mkdirSync(join(folder, "state"));
  await bundle(ENTRY, join(folder, "worker.js"));
  const adminKey = formatApiKey({ env: "bench", tenant: DEPLOYMENT_TENANT, random: randomBytes(API_KEY_RANDOM_BYTES) });
  const texts = {
    OPERATOR_ENV: "bench",
    AUDIT_LOG_NAME: "bench.example",
    AUDIT_SIGNING_KEYS: JSON.stringify(withNewKey({ keys: [] }, Date.now())),
    CURSOR_SECRET: randomBytes(32).toString("hex"),
    DEPLOYMENT_ADMIN_KEY_SHA256: createHash("sha256").update(adminKey).digest("hex"),
  };
  const config = workerdConfig({ folder, script: "worker.js", port: PORT, objects: OBJECTS, texts });
  writeFileSync(join(folder, "config.capnp"), config);
  let current = await run(folder);
  const keys = await openTenant(adminKey);
  return {
    baseUrl: BASE_URL,
    ...keys,
    pid: () => current.pid,
    restart: async () => {
      await current.end();
      current = await run(folder);
    },
    stop: async () => {
      await current.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
