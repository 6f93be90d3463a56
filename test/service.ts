import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { type Launched, launch } from "./support/launch.ts";
import { until } from "./support/until.ts";

const START_DEADLINE_MS = 120_000;

/** What `local.json` holds, no more and no less. */
export const Access = z.strictObject({
  base_url: z.string(),
  tenant: z.string(),
  keys: z.strictObject({ runtime: z.string(), agent: z.string(), executor: z.string(), admin: z.string() }),
  reviewers: z.tuple([
    z.strictObject({ id: z.literal("reviewer-1"), token: z.string() }),
    z.strictObject({ id: z.literal("reviewer-2"), token: z.string() }),
  ]),
});
export type Access = z.infer<typeof Access>;

/** A port that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

/** A fresh folder for an instance: its home, and beside it what it prints. */
export function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), "operator-test-"));
}

/** An instance of the service, started as a user starts it. */
export class Service {
  readonly folder: string;
  readonly home: string;
  private port: number;
  private readonly launches: Launched[] = [];

  private constructor(folder: string, port: number) {
    this.folder = folder;
    this.home = join(folder, "home");
    this.port = port;
  }

  /** Starts an instance on an empty home and a free port, and waits until it says that it is ready. */
  static async start(): Promise<Service> {
    const service = new Service(freshFolder(), await freePort());
    try {
      await service.launch();
      return service;
    } catch (error) {
      await service.remove();
      throw error;
    }
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get access(): Access {
    return Access.parse(JSON.parse(readFileSync(join(this.home, "local.json"), "utf8")));
  }

  get deploymentAdminKey(): string {
    const secrets = JSON.parse(readFileSync(join(this.home, "secrets.json"), "utf8"));
    return z.object({ deployment_admin_key: z.string() }).parse(secrets).deployment_admin_key;
  }

  /** The process ids of npm, of the script behind it, and of the runtime. */
  get processes(): { npm: number; node: number; workerd: number } {
    const pid = (file: string) => Number(readFileSync(join(this.home, file), "utf8"));
    return { npm: this.current.npm, node: pid("runtime.pid"), workerd: pid("workerd.pid") };
  }

  /** Where all that it prints is kept, one start after the other. */
  get outputFile(): string {
    return join(this.folder, "output.log");
  }

  /** Everything that its starts printed so far. */
  output(): string {
    return readFileSync(this.outputFile, "utf8");
  }

  /** Sends a signal to one of its processes. */
  kill(signal: NodeJS.Signals, target: "npm" | "node" | "workerd" = "npm"): void {
    process.kill(this.processes[target], signal);
  }

  /** Sends a signal to all of its processes at once, as Ctrl-C in a terminal does. */
  killAll(signal: NodeJS.Signals): void {
    this.current.signal(signal);
  }

  /** Waits until all of its processes have ended by themselves; what npm ended with. */
  ended(): Promise<number | NodeJS.Signals> {
    return this.current.ended();
  }

  /** Ends it politely, and fails when that leaves a process behind. */
  async stop(): Promise<void> {
    if (this.current.exit() === undefined) process.kill(this.current.npm, "SIGTERM");
    await this.ended();
  }

  /** Starts it again on the same home, on the same port unless another is given. */
  async restart(port = this.port): Promise<void> {
    this.port = port;
    await this.launch();
  }

  /** Ends whatever runs of it and removes its folder. */
  async remove(): Promise<void> {
    for (const launched of this.launches) launched.signal("SIGKILL");
    await Promise.all(this.launches.map((launched) => launched.ended()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.remove();
  }

  private get current(): Launched {
    const last = this.launches.at(-1);
    if (last === undefined) throw new Error("the service was not started");
    return last;
  }

  private async launch(): Promise<void> {
    const launched = launch({ OPERATOR_HOME: this.home, PORT: String(this.port) }, this.outputFile);
    this.launches.push(launched);
    await until("the service to be ready", START_DEADLINE_MS, () => {
      if (launched.output().includes(`Operator is ready at ${this.baseUrl}\n`)) return true;
      if (launched.exit() !== undefined)
        throw new Error(`npm start ended with ${launched.exit()}: ${launched.output()}`);
      return undefined;
    });
  }
}
