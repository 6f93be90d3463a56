import type { Migrations } from "../../migrate.ts";
import { tree } from "./0001-tree.ts";

export const migrations: Migrations = [tree];
