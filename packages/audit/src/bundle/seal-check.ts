import * as z from "zod";
import { parseNote } from "../checkpoint/note.ts";
import type { FindingPosition } from "./finding.ts";
import type { MemberReader } from "./member-reader.ts";
import { parseSealText, type SealedMember } from "./seal.ts";
import type { Signatures } from "./signatures.ts";

/**
 * Verifies the seal of a bundle that was read up to it. A member whose lines are not those that were sealed is named unless
 * something in it was named already, which says more.
 */
export async function verifySeal(
  reader: MemberReader,
  of: { origin: string; runId: string; signatures: Signatures },
): Promise<void> {
  const { findings, meter } = reader;
  const members = [...meter.members];
  const note = parseNote((await reader.single("seal", z.string())) ?? "");
  const sealed = note && parseSealText(note.text);
  if (note === undefined || sealed === undefined) {
    findings.add("malformed", "/seal");
    return;
  }
  const fault = await of.signatures.ofNote(note);
  if (fault !== undefined) findings.add(fault, "/seal");
  if (sealed.origin !== of.origin) findings.add("modified", "/origin");
  if (sealed.runId !== of.runId) findings.add("modified", "/run_id");
  for (const member of members) {
    const said = sealed.members.get(member.name);
    if (said === undefined || said.digest === member.digest) continue;
    if (findings.list.some(({ position }) => isWithin(position, member.name))) continue;
    findings.add(changeOf(member, said.count), `/${member.name}`);
  }
}

function changeOf({ count }: SealedMember, sealedCount: number): "modified" | "inserted" | "removed" {
  if (count === sealedCount) return "modified";
  return count > sealedCount ? "inserted" : "removed";
}

function isWithin(position: FindingPosition, name: string): boolean {
  if (typeof position === "number") return name === "segments";
  return position === `/${name}` || position.startsWith(`/${name}/`);
}
