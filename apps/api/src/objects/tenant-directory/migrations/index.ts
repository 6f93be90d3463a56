import type { Migrations } from "../../migrate.ts";
import { directory } from "./0001-directory.ts";
import { policies } from "./0002-policies.ts";
import { review } from "./0003-review.ts";
import { retention } from "./0004-retention.ts";
import { projects } from "./0005-projects.ts";

export const migrations: Migrations = [directory, policies, review, retention, projects];
