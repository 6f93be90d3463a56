import { fileURLToPath } from "node:url";

/** Where things stand in the repository, as absolute paths. */
export const REPOSITORY = fileURLToPath(new URL("../../../", import.meta.url));
export const WRANGLER_CONFIG = fileURLToPath(new URL("../../../wrangler.toml", import.meta.url));
export const PUBLIC_DIRECTORY = fileURLToPath(new URL("../dist/public/", import.meta.url));
export const WORKER_DIRECTORY = fileURLToPath(new URL("../dist/worker/", import.meta.url));
export const DOCS_ASSETS = fileURLToPath(new URL("../assets/docs/", import.meta.url));
export const WORKERD_LAUNCHER = fileURLToPath(new URL("./local/workerd-launcher.sh", import.meta.url));
