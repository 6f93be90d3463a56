import { createRequire } from "node:module";

/** workerd's binary. */
export const { default: workerd } = createRequire(import.meta.url)("workerd") as { default: string };

/** What workerd serves: a script of the folder on a port, with its objects by binding and its texts by name. */
export interface Served {
  folder: string;
  script: string;
  port: number;
  objects: Record<string, string>;
  texts: Record<string, string>;
}

/** The configuration of a workerd with nothing in front of it, its objects' databases under `state` of the folder. */
export function workerdConfig({ folder, script, port, objects, texts }: Served): string {
  const namespaces = Object.values(objects).map(
    (name) => `(className = "${name}", uniqueKey = "${name}", enableSql = true)`,
  );
  const bindings = [
    ...Object.entries(objects).map(
      ([name, of]) => `(name = "${name}", durableObjectNamespace = (className = "${of}"))`,
    ),
    ...Object.entries(texts).map(([name, text]) => `(name = "${name}", text = ${JSON.stringify(text)})`),
  ];
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "disk", disk = (path = "${folder}/state", writable = true))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "${script}")],
  compatibilityDate = "2026-10-01",
  durableObjectNamespaces = [${namespaces.join(", ")}],
  durableObjectStorage = (localDisk = "disk"),
  bindings = [${bindings.join(", ")}],
);
`;
}
