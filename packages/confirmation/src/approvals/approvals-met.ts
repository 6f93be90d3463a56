import type { RequiredApprovals } from "@operator/contract";
import { distinctPeople } from "./matching.ts";

/** Somebody who approved. */
export interface Approver {
  id: string;
  /** The groups that the person is in now. */
  groups: readonly string[];
}

/**
 * The groups that a person stands for: those in which the person was when the change was proposed and still is. Joining a
 * group later gives no say in what was proposed before.
 */
export function standingIn(required: RequiredApprovals, { id, groups }: Approver): string[] {
  return required.groups
    .filter(({ group, members }) => members.includes(id) && groups.includes(group))
    .map(({ group }) => group);
}

/** True when a person may decide as far as groups go. */
export function isEligible(required: RequiredApprovals, person: Approver): boolean {
  return required.groups.length === 0 || standingIn(required, person).length > 0;
}

/** True when enough distinct people approved, with a person of its own for each group. */
export function approvalsMet(required: RequiredApprovals, approvers: readonly Approver[]): boolean {
  const eligible = approvers.filter((approver) => isEligible(required, approver));
  if (new Set(eligible.map(({ id }) => id)).size < required.approvals) return false;
  const pools = required.groups.map(
    ({ group }) =>
      new Set(eligible.filter((approver) => standingIn(required, approver).includes(group)).map(({ id }) => id)),
  );
  return distinctPeople(pools) === pools.length;
}
