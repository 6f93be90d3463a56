import { type FreezingTerms, formatConfirmationId, freezeCandidate, type ProposedChange } from "@operator/confirmation";
import { BoundedJson, type Candidate, type JsonValue, type RiskLevel } from "@operator/contract";
import * as z from "zod";
import type { NewProposal, Standing } from "../objects/confirmation-desk/results.ts";
import type { Desks, Directories, Ports } from "../ports.ts";
import { isRefusal, type Refusal, refuse } from "../refusal.ts";
import { protocolRefusal } from "./refusals.ts";

const ID_BYTES = 16;

/** A change with what is known of it and shown to reviewers beside it. */
export interface EvaluatedChange extends Pick<NewProposal, "delta" | "replay"> {
  change: ProposedChange;
  /** Absent where nothing could be evaluated. */
  risk?: RiskLevel;
}

/** The change as a candidate, or why nobody could review it: it is larger than what a person reads, or of another kind than it says. */
function frozen(change: ProposedChange, terms: FreezingTerms): Candidate | Refusal {
  try {
    return freezeCandidate(change, terms);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return refuse("invalid_request", "The change cannot be put to people.", {
      errors: [
        { code: "invalid_request", detail: "is too large to be reviewed, or of another change type", field: "patch" },
      ],
    });
  }
}

/** What is shown beside a candidate, where it is not too much for anybody to read; the candidate itself says it all. */
function shown(value: JsonValue): JsonValue {
  return BoundedJson.safeParse(value).success ? value : { omitted: "too long to be shown; the candidate has it all" };
}

/** What opening a confirmation takes. */
export type OpeningPorts = Pick<Ports, "now" | "randomBytes"> & {
  desks: Pick<Desks, "propose">;
  directories: Pick<Directories, "reviewRules">;
};

/** Freezes a change and opens its confirmation, or finds the one of the same proposal that is open. */
export async function openConfirmation(
  { change, risk, delta, replay }: EvaluatedChange,
  ports: OpeningPorts,
): Promise<Standing | Refusal> {
  const { groups, rules } = await ports.directories.reviewRules(change.tenant);
  const candidate = frozen(change, {
    ...(risk === undefined ? {} : { evaluatedRisk: risk }),
    rules,
    groups: new Map(groups.map(({ group, members }) => [group, members])),
    now: ports.now(),
  });
  if (isRefusal(candidate)) return candidate;
  const result = await ports.desks.propose(change.tenant, {
    confirmationId: formatConfirmationId(ports.randomBytes(ID_BYTES)),
    candidate,
    ...(delta === undefined ? {} : { delta: shown(delta) }),
    ...(replay === undefined ? {} : { replay: shown(replay) }),
  });
  return result.kind === "refused" ? protocolRefusal(result.refusal) : result;
}
