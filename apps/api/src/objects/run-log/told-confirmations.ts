import { ConfirmationRequirement } from "@operator/contract";
import type { NextActionContext } from "@operator/diagnosis";
import * as z from "zod";
import type { RunNotice } from "../confirmation-desk/results.ts";

const Open = z.object({
  confirmation_id: z.string(),
  number: z.number(),
  change_type: z.string(),
  phase: z.enum(["pending", "approved", "applying"]),
  requirement: ConfirmationRequirement,
  until: z.number().exactOptional(),
});

const Closed = z.object({
  confirmation_id: z.string(),
  number: z.number(),
  change_type: z.string(),
  outcome: z.enum(["applied", "declined", "expired", "cancelled", "superseded", "apply_failed"]),
  at: z.number(),
  words: z.string().exactOptional(),
});

/** What a run knows of the confirmations that cite it. */
export interface ToldConfirmations {
  open?: z.infer<typeof Open>;
  closed?: z.infer<typeof Closed>;
}

const Row = z.object({ phase: z.enum(["open", "closed"]), notice: z.string() });

export function readTold(sql: SqlStorage): ToldConfirmations {
  const told: ToldConfirmations = {};
  for (const row of sql.exec("SELECT phase, notice FROM told_confirmations")) {
    const { phase, notice } = Row.parse(row);
    if (phase === "open") told.open = Open.parse(JSON.parse(notice));
    else told.closed = Closed.parse(JSON.parse(notice));
  }
  return told;
}

/** What is known after a notice: of two open ones the later proposal counts, of two closed ones the later end. */
export function withNotice(told: ToldConfirmations, { open, closed, ...subject }: RunNotice): ToldConfirmations {
  const next = { ...told };
  if (next.open?.confirmation_id === subject.confirmation_id) delete next.open;
  if (open !== undefined && (next.open === undefined || next.open.number < subject.number))
    next.open = { ...subject, ...open };
  if (closed !== undefined && (next.closed === undefined || next.closed.at <= closed.at))
    next.closed = { ...subject, ...closed };
  return next;
}

export function writeTold(sql: SqlStorage, { open, closed }: ToldConfirmations): void {
  sql.exec("DELETE FROM told_confirmations");
  for (const [phase, notice] of Object.entries({ open, closed })) {
    if (notice === undefined) continue;
    sql.exec("INSERT INTO told_confirmations (phase, notice) VALUES (?, ?)", phase, JSON.stringify(notice));
  }
}

/** What nextAction needs to know of them: an open one that time has ended is none. */
export function circumstances({ open, closed }: ToldConfirmations, now: number): NextActionContext {
  const isOpen = open !== undefined && (open.until === undefined || now < open.until);
  return {
    ...(isOpen
      ? { openConfirmation: { changeType: open.change_type, phase: open.phase, requirement: open.requirement } }
      : {}),
    ...(closed === undefined
      ? {}
      : {
          closedConfirmation: {
            changeType: closed.change_type,
            outcome: closed.outcome,
            at: closed.at,
            ...(closed.words === undefined ? {} : { words: closed.words }),
          },
        }),
  };
}
