import { defineConfig } from "vitest/config";

const withService = { globalSetup: ["./support/shared-service.ts"], testTimeout: 60_000, hookTimeout: 180_000 };

export default defineConfig({
  test: {
    projects: [
      { test: { name: "architecture", include: ["architecture/**/*.test.ts"] } },
      { test: { name: "end-to-end", include: ["end-to-end/**/*.test.ts"], ...withService } },
      { test: { name: "browser", include: ["browser/**/*.test.ts"], ...withService } },
      { test: { name: "faults", include: ["faults/**/*.test.ts"], testTimeout: 600_000, hookTimeout: 180_000 } },
    ],
  },
});
