import { formatConfirmationId, freezeCandidate, type ProposedChange } from "@operator/confirmation";
import type { RiskLevel } from "@operator/contract";
import type { NewProposal, Standing } from "../objects/confirmation-desk/results.ts";
import type { Ports } from "../ports.ts";
import type { Refusal } from "../refusal.ts";
import { protocolRefusal } from "./refusals.ts";

const ID_BYTES = 16;

/** A change with what is known of it and shown to reviewers beside it. */
export interface EvaluatedChange extends Pick<NewProposal, "delta" | "replay"> {
  change: ProposedChange;
  /** Absent where nothing could be evaluated. */
  risk?: RiskLevel;
}

/** Freezes a change and opens its confirmation, or finds the one of the same proposal that is open. */
export async function openConfirmation(
  { change, risk, delta, replay }: EvaluatedChange,
  ports: Ports,
): Promise<Standing | Refusal> {
  const { groups, rules } = await ports.directories.reviewRules(change.tenant);
  const candidate = freezeCandidate(change, {
    ...(risk === undefined ? {} : { evaluatedRisk: risk }),
    rules,
    groups: new Map(groups.map(({ group, members }) => [group, members])),
    now: ports.now(),
  });
  const result = await ports.desks.propose(change.tenant, {
    confirmationId: formatConfirmationId(ports.randomBytes(ID_BYTES)),
    candidate,
    ...(delta === undefined ? {} : { delta }),
    ...(replay === undefined ? {} : { replay }),
  });
  return result.kind === "refused" ? protocolRefusal(result.refusal) : result;
}
