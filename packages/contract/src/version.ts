/**
 * The operator contract that this package implements. Every contract answer carries it as `schema_version`.
 * A new major breaks readers; a new minor only adds optional fields or enum values.
 * Source: operator contract, `SchemaVersion`.
 */
export const SCHEMA_VERSION = "1.0.0";

/** The major version that a client may ask for with `Operator-Schema-Version`; any other is refused. */
export const SCHEMA_MAJOR = 1;

const VERSION = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/** True for a version (`major.minor.patch`) that differs from ours by additions at most: one of the same major. */
export function isCompatibleVersion(version: unknown): boolean {
  return typeof version === "string" && VERSION.exec(version)?.[1] === String(SCHEMA_MAJOR);
}
