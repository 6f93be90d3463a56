import type { Migrations } from "../../migrate.ts";
import { desk } from "./0001-desk.ts";

export const migrations: Migrations = [desk];
