import { AgentName, ValidationIssue } from "@operator/contract";
import * as z from "zod";

/** A redacted project as it stands in the store of blobs; `bytes` is its size there. */
export interface NewSnapshot {
  digest: string;
  projectDir: string;
  bytes: number;
}

/** A validation of a project; `validatedAt` in milliseconds since 1970. */
export interface Validation {
  projectDir: string;
  /** Absent where neither the caller nor the project named it. */
  agent?: string | undefined;
  digest: string;
  validatedAt: number;
  ready: boolean;
  /** The blocking issues first, and not more than the directory keeps. */
  issues: ValidationIssue[];
}

const ValidationRow = z
  .object({
    project_dir: z.string(),
    agent: AgentName.nullable(),
    digest: z.string(),
    validated_at: z.number(),
    ready: z.number(),
    issues: z.string().transform((json) => z.array(ValidationIssue).parse(JSON.parse(json))),
  })
  .transform(
    ({ project_dir, agent, digest, validated_at, ready, issues }): Validation => ({
      projectDir: project_dir,
      agent: agent ?? undefined,
      digest,
      validatedAt: validated_at,
      ready: ready === 1,
      issues,
    }),
  );

/** Enters a snapshot; one that is there already stays as it is. */
export function insertSnapshot(sql: SqlStorage, { digest, projectDir, bytes }: NewSnapshot, now: number): void {
  sql.exec(
    `INSERT INTO project_snapshots (digest, project_dir, bytes, created_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (digest) DO NOTHING`,
    digest,
    projectDir,
    bytes,
    now,
  );
}

export function hasSnapshot(sql: SqlStorage, digest: string): boolean {
  return sql.exec("SELECT 1 FROM project_snapshots WHERE digest = ?", digest).toArray().length > 0;
}

/** Enters the latest validation of a project in the place of the one before. */
export function writeValidation(sql: SqlStorage, validation: Validation): void {
  sql.exec(
    `INSERT OR REPLACE INTO project_validations (project_dir, agent, digest, validated_at, ready, issues)
     VALUES (?, ?, ?, ?, ?, ?)`,
    validation.projectDir,
    validation.agent ?? null,
    validation.digest,
    validation.validatedAt,
    validation.ready ? 1 : 0,
    JSON.stringify(validation.issues),
  );
}

/** The latest validation of an agent's project, or of one of no known agent; `undefined` when there is none. */
export function latestValidation(sql: SqlStorage, agent: string | undefined): Validation | undefined {
  const [row] = sql
    .exec("SELECT * FROM project_validations WHERE agent IS ? ORDER BY validated_at DESC LIMIT 1", agent ?? null)
    .toArray();
  return row === undefined ? undefined : ValidationRow.parse(row);
}

/**
 * The latest validation that found a project not ready, among those that are the latest of their agent and came after the
 * agent's latest run. Projects of no known agent count as those of one agent that has no runs.
 */
export function latestUnready(sql: SqlStorage, agent: string | undefined): Validation | undefined {
  const [row] = sql
    .exec(
      `SELECT * FROM project_validations AS latest
       WHERE ready = 0 AND (?1 IS NULL OR agent = ?1)
         AND NOT EXISTS (
           SELECT 1 FROM project_validations AS later
           WHERE later.agent IS latest.agent AND later.validated_at > latest.validated_at)
         AND NOT EXISTS (
           SELECT 1 FROM runs WHERE runs.agent = latest.agent AND runs.last_event_at >= latest.validated_at)
       ORDER BY validated_at DESC, project_dir LIMIT 1`,
      agent ?? null,
    )
    .toArray();
  return row === undefined ? undefined : ValidationRow.parse(row);
}
