import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { importsThat, linesWith, shipped, sources } from "./sources.ts";

const DOMAIN = ["redaction", "audit", "diagnosis", "policy", "readiness", "confirmation", "webhooks"];

/** What each part may import of the others. A part that is not here does not exist yet: say what it may import first. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  "packages/contract": [],
  ...Object.fromEntries([...DOMAIN, "client"].map((name) => [`packages/${name}`, ["contract"]])),
  // Whether a project is ready depends on its policy, and on the secrets in its files.
  "packages/readiness": ["contract", "policy", "redaction"],
  "apps/api": ["contract", ...DOMAIN],
  "apps/cli": ["contract", "client", "audit"],
  "apps/dashboard": ["contract", "client", "audit"],
};

const partOf = (path: string) => path.split("/").slice(0, 2).join("/");
const inPackages = shipped.filter(({ path }) => path.startsWith("packages/"));
const inApi = shipped.filter(({ path }) => path.startsWith("apps/api/src/"));

it("reads the sources that it judges", () => {
  expect(inPackages.length).toBeGreaterThan(50);
  expect(inApi.length).toBeGreaterThan(20);
  expect(inApi.flatMap(({ imports }) => imports).length).toBeGreaterThan(50);
});

describe("packages and apps", () => {
  it("are known here with what they may import", () => {
    const parts = new Set(shipped.map(({ path }) => partOf(path)));
    expect([...parts].filter((part) => !(part in MAY_IMPORT))).toEqual([]);
  });

  it("import downwards only", () => {
    const upwards = importsThat(shipped, ({ from }, { path }) => {
      const [, name] = /^@operator\/([^/]+)/.exec(from) ?? [];
      return name !== undefined && !MAY_IMPORT[partOf(path)]?.includes(name);
    });
    expect(upwards).toEqual([]);
  });

  it("import each other by name, never by path into another's folder", () => {
    // A benchmark measures what is inside, so it may reach for it.
    const users = sources.filter(({ path }) => !path.startsWith("bench/"));
    const across = importsThat(users, ({ from }, { path }) => {
      if (!from.startsWith(".")) return false;
      const target = posix.join(posix.dirname(path), from);
      return /^(packages|apps)\//.test(target) && partOf(target) !== partOf(path);
    });
    expect(across).toEqual([]);
  });

  it("import another package through what it exports", () => {
    const inside = ({ from }: { from: string }) => /^@operator\/[^/]+\//.test(from) && from !== "@operator/client/node";
    expect(importsThat(sources, inside)).toEqual([]);
  });
});

/** What of the client runs in Node.js alone: an entry of its own, and what only that entry reaches. */
const FOR_NODE = /^packages\/client\/src\/(node\.ts$|collect\/)/;

describe("packages", () => {
  it("know neither the platform nor the framework", () => {
    const platform = /^(node:|cloudflare:|@cloudflare\/|hono($|\/)|miniflare|wrangler|workerd)/;
    const others = importsThat(inPackages, ({ from }, { path }) => {
      return platform.test(from) && !(FOR_NODE.test(path) && from.startsWith("node:"));
    });
    expect(others).toEqual([]);
  });

  it("keep what reads a disk out of what runs everywhere", () => {
    const reaching = importsThat(inPackages, ({ from }, { path }) => {
      const target = from.startsWith(".") ? posix.join(posix.dirname(path), from) : from;
      return !FOR_NODE.test(path) && (FOR_NODE.test(target) || from === "@operator/client/node");
    });
    expect(reaching).toEqual([]);
  });

  it("use no global of one platform", () => {
    expect(
      linesWith(inPackages, /\b(Buffer|process|Deno|Bun|caches|WebSocketPair|DurableObject\w*|SqlStorage)\b[.<(\s]/),
    ).toEqual([]);
  });
});

/** The layers of the Worker, the lowest first. A file imports from its own layer and from those below. */
const LAYERS = [
  /^adapters\//,
  /^[\w-]+\.ts$/,
  /^(ingest|policies|projects|evidence)\//,
  /^(confirmations|exports)\//,
  /^(objects|middleware|consumers)\//,
  /^(operations|mcp)\//,
  /^app\.ts$/,
  /^worker\.ts$/,
];
const layerOf = (path: string) => LAYERS.findLastIndex((layer) => layer.test(path.replace("apps/api/src/", "")));

describe("the Worker", () => {
  it("has every file in a layer", () => {
    expect(inApi.map(({ path }) => path).filter((path) => layerOf(path) === -1)).toEqual([]);
  });

  it("imports downwards only", () => {
    const upwards = importsThat(inApi, ({ from, typeOnly }, { path }) => {
      if (typeOnly || !from.startsWith(".")) return false;
      return layerOf(posix.join(posix.dirname(path), from)) > layerOf(path);
    });
    expect(upwards).toEqual([]);
  });

  it("is composed where requests and objects enter, and nowhere else", () => {
    const composing = importsThat(inApi, ({ from, typeOnly }, { path }) => {
      if (typeOnly || !from.endsWith("/compose.ts")) return false;
      return !/\/src\/(app|consumers\/[\w-]+)\.ts$|\/objects\/[\w-]+\/object\.ts$/.test(path);
    });
    expect(composing).toEqual([]);
  });

  it("reads its bindings in compose.ts alone", () => {
    const others = inApi.filter(({ path }) => path !== "apps/api/src/compose.ts");
    expect(linesWith(others, /\benv(\.|\[)/)).toEqual([]);
    expect(
      importsThat(others, ({ from }) => from === "cloudflare:workers").filter((at) => !at.includes("/object.ts:")),
    ).toEqual([]);
  });
});
