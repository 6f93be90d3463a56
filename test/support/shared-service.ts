import { readFileSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { type Access, Service } from "../service.ts";

/** The one instance that the files of a project share. Each file works in tenants of its own. */
export interface SharedService {
  baseUrl: string;
  access: Access;
  deploymentAdminKey: string;
  home: string;
  outputFile: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    service: SharedService;
  }
}

let service: Service | undefined;

export async function setup(project: TestProject): Promise<void> {
  service = await Service.start();
  const { baseUrl, access, deploymentAdminKey, home, outputFile } = service;
  project.provide("service", { baseUrl, access, deploymentAdminKey, home, outputFile });
}

/** Fails the whole run when the service does not end politely. */
export async function teardown(): Promise<void> {
  await service?.stop();
  await service?.remove();
}

/** Everything that the shared instance printed so far. */
export function printedBy({ outputFile }: SharedService): string {
  return readFileSync(outputFile, "utf8");
}
