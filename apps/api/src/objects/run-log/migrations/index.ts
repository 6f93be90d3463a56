import type { Migrations } from "../../migrate.ts";
import { log } from "./0001-log.ts";

export const migrations: Migrations = [log];
