import type { Migrations } from "../../migrate.ts";
import { desk } from "./0001-desk.ts";
import { citedRuns } from "./0002-cited-runs.ts";

export const migrations: Migrations = [desk, citedRuns];
