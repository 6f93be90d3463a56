import type { Migrations } from "../../migrate.ts";
import { tree } from "./0001-tree.ts";
import { subjects } from "./0002-subjects.ts";

export const migrations: Migrations = [tree, subjects];
