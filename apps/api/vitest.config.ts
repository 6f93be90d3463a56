import { mkdirSync } from "node:fs";
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { withNewKey } from "./scripts/signing-key.ts";

// wrangler.toml names the folder of built assets; tests need it to exist, not its content.
mkdirSync(new URL("dist/public", import.meta.url), { recursive: true });

export default defineConfig({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: "../../wrangler.toml" },
      miniflare: {
        bindings: {
          OPERATOR_ENV: "test",
          AUDIT_LOG_NAME: "operator.test",
          // Two keys, the first of which was replaced.
          AUDIT_SIGNING_KEYS: JSON.stringify(withNewKey(withNewKey({ keys: [] }, Date.now() - 1000), Date.now())),
          CURSOR_SECRET: "07".repeat(32),
          // SHA-256 of the key in test/harness.ts.
          DEPLOYMENT_ADMIN_KEY_SHA256: "0108e2a106d1e74c2b151d0b92b1161aed6490a7891d35176ff4615436b04718",
        },
      },
    }),
  ],
  // One isolate loads the Worker for all files: tests open tenants of their own, so that none sees what another stored.
  test: { testTimeout: 20_000, isolate: false },
});
