import type { Migrations } from "../../migrate.ts";
import { directory } from "./0001-directory.ts";

export const migrations: Migrations = [directory];
