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

/** What a run knows of the confirmations that cite it: the latest open ones, the latest first, and the one that ended last. */
export interface ToldConfirmations {
  open?: z.infer<typeof Open>[];
  closed?: z.infer<typeof Closed>;
}

/** Open confirmations that a run remembers: when the one that it names ends, the one before it is named again. */
const MAX_OPEN = 10;

const Row = z.object({ phase: z.enum(["open", "closed"]), notice: z.string() });

export function readTold(sql: SqlStorage): ToldConfirmations {
  const told: ToldConfirmations = {};
  for (const row of sql.exec("SELECT phase, notice FROM told_confirmations")) {
    const { phase, notice } = Row.parse(row);
    if (phase === "open") told.open = z.array(Open).parse(JSON.parse(notice));
    else told.closed = Closed.parse(JSON.parse(notice));
  }
  return told;
}

/** What is known after a notice: of closed ones the later end counts. */
export function withNotice(told: ToldConfirmations, { open, closed, ...subject }: RunNotice): ToldConfirmations {
  const others = (told.open ?? []).filter(({ confirmation_id }) => confirmation_id !== subject.confirmation_id);
  const all = open === undefined ? others : [...others, { ...subject, ...open }];
  const latest = all.toSorted((a, b) => b.number - a.number).slice(0, MAX_OPEN);
  const isLaterEnd = closed !== undefined && (told.closed === undefined || told.closed.at <= closed.at);
  const end = isLaterEnd ? { ...subject, ...closed } : told.closed;
  return { ...(latest.length === 0 ? {} : { open: latest }), ...(end === undefined ? {} : { closed: end }) };
}

export function writeTold(sql: SqlStorage, { open, closed }: ToldConfirmations): void {
  sql.exec("DELETE FROM told_confirmations");
  for (const [phase, notice] of Object.entries({ open, closed })) {
    if (notice === undefined) continue;
    sql.exec("INSERT INTO told_confirmations (phase, notice) VALUES (?, ?)", phase, JSON.stringify(notice));
  }
}

/** What nextAction needs to know of them: an open one that time has ended is none. */
export function circumstances({ open = [], closed }: ToldConfirmations, now: number): NextActionContext {
  const latest = open.find(({ until }) => until === undefined || now < until);
  return {
    ...(latest === undefined
      ? {}
      : {
          openConfirmation: {
            changeType: latest.change_type,
            phase: latest.phase,
            requirement: latest.requirement,
          },
        }),
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
