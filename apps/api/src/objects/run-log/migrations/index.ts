import type { Migrations } from "../../migrate.ts";
import { log } from "./0001-log.ts";
import { loggedHead } from "./0002-logged-head.ts";
import { confirmations } from "./0003-confirmations.ts";
import { retention } from "./0005-retention.ts";

export const migrations: Migrations = [log, loggedHead, confirmations, retention];
