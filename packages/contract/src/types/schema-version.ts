import * as z from "zod";
import { SCHEMA_VERSION } from "../version.ts";

/** The `schema_version` field of the answers. Source: operator contract, `SchemaVersion`. */
export const SchemaVersion = z.literal(SCHEMA_VERSION).describe("The version of the operator contract.");
