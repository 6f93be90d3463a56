import type { Migrations } from "../../migrate.ts";
import { log } from "./0001-log.ts";
import { loggedHead } from "./0002-logged-head.ts";
import { confirmations } from "./0003-confirmations.ts";
import { attachments } from "./0004-attachments.ts";
import { recordChain } from "./0005-record-chain.ts";

export const migrations: Migrations = [log, loggedHead, confirmations, attachments, recordChain];
