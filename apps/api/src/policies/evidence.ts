import {
  auditRefs,
  type EvidenceRef,
  limits,
  namedRefs,
  type RecommendPolicyPatchRequest,
  runRef,
} from "@operator/contract";
import { type Action, goesTo, guardOfAction, type Observation, type ObservedDecision } from "@operator/policy";
import type { Ports } from "../ports.ts";
import { type Refusal, refuse, runNotFound } from "../refusal.ts";

/** Denials that the runtime stated, and the refs that lead to them. */
export interface Evidence {
  actions: Action[];
  refs: EvidenceRef[];
  denials: number;
  runs: number;
}

type Asked = Pick<RecommendPolicyPatchRequest, "agent" | "run_id" | "audit_seqs" | "destination">;

/** A decision of a run, once or counted. */
type Cited = Observation & { seqs: number[]; count: number };

function otherAgent(agent: string | undefined, asked: Asked): Refusal | undefined {
  if (agent === undefined || agent === asked.agent) return undefined;
  return refuse("agent_mismatch", "The runtime states another agent for this run.");
}

/** The events at the cited positions: each must be a denial that the runtime stated. */
async function citedEvents(tenant: string, runId: string, asked: Asked, ports: Ports): Promise<Cited[] | Refusal> {
  const result = await ports.runs.cited(tenant, runId, asked.audit_seqs ?? []);
  if (result.kind === "run_not_found") return runNotFound();
  const other = otherAgent(result.agent, asked);
  if (other !== undefined) return other;
  const cited: Cited[] = [];
  for (const [index, observed] of result.observations.entries()) {
    const field = `audit_seqs[${index}]`;
    const fault = (code: "not_a_denial" | "claim_is_no_evidence", detail: string): Refusal =>
      refuse(code, detail, { errors: [{ code, detail, field }] });
    if (observed?.effect !== "deny") return fault("not_a_denial", "There is no denial at this position.");
    if (observed.claimed) return fault("claim_is_no_evidence", "The runtime did not state this denial.");
    if (observed.action === undefined) return fault("not_a_denial", "The event does not name the denied action.");
    cited.push({ ...observed, seqs: [observed.seq], count: 1 });
  }
  return cited;
}

function isMeant({ effect, action }: ObservedDecision, destination: string | undefined): boolean {
  if (effect !== "deny" || action === undefined) return false;
  return destination === undefined || goesTo(action, destination);
}

/** All denials of a run, or those to a destination. */
async function deniedInRun(tenant: string, runId: string, asked: Asked, ports: Ports): Promise<Cited[] | Refusal> {
  const result = await ports.runs.decisions(tenant, runId);
  if (result.kind === "run_not_found") return runNotFound();
  const other = otherAgent(result.agent, asked);
  if (other !== undefined) return other;
  const denials = result.run.decisions.filter((decision) => isMeant(decision, asked.destination));
  const facts = denials.filter(({ claimed }) => !claimed);
  if (facts.length > 0) return withoutGuarded(facts);
  return denials.length > 0
    ? refuse("claim_is_no_evidence", "Only claims speak of this denial; the runtime has not stated it.")
    : refuse("run_has_no_denial", "The runtime has stated no such denial in this run.");
}

/** Where nobody chose the denials, those that no policy can open are passed over, unless there are no others. */
function withoutGuarded(facts: readonly Cited[]): Cited[] {
  const open = facts.filter(({ action }) => action === undefined || guardOfAction(action) === undefined);
  return open.length > 0 ? open : [...facts];
}

/** Rules that denials name and a recommendation cites. */
const MAX_RULES = 20;

function evidenceOf(found: readonly { runId: string; cited: readonly Cited[] }[]): Evidence {
  const all = found.flatMap(({ cited }) => cited);
  const [only] = found;
  const rules = all.map(({ rule }) => rule);
  const others = [...namedRefs("policy_rule", rules).slice(0, MAX_RULES), ...found.map(({ runId }) => runRef(runId))];
  // Positions are of one run's log; what is past the bound is still counted.
  const marks =
    found.length === 1 && only !== undefined
      ? only.cited.flatMap(({ seqs }) => seqs.map((seq) => ({ seq, event_type: "denial" })))
      : [];
  return {
    actions: all.flatMap(({ action }) => (action === undefined ? [] : [action])),
    refs: [...auditRefs(marks).slice(0, limits.MAX_EVIDENCE_REFS - others.length), ...others],
    denials: all.reduce((sum, { count }) => sum + count, 0),
    runs: found.length,
  };
}

/** The denials that a request cites: events of a run, all denials of a run, or those of the agent's latest runs to a destination. */
export async function gatherEvidence(tenant: string, asked: Asked, ports: Ports): Promise<Evidence | Refusal> {
  if (asked.run_id !== undefined) {
    const cited = await (asked.audit_seqs === undefined ? deniedInRun : citedEvents)(
      tenant,
      asked.run_id,
      asked,
      ports,
    );
    return "refused" in cited ? cited : evidenceOf([{ runId: asked.run_id, cited }]);
  }
  const runs = await ports.directories.listRuns(tenant, { agent: asked.agent }, undefined, limits.MAX_REPLAYED_RUNS);
  const found = await Promise.all(
    runs.map(async ({ item }) => ({ runId: item.run_id, cited: await deniedInRun(tenant, item.run_id, asked, ports) })),
  );
  const denied = found.flatMap(({ runId, cited }) => ("refused" in cited ? [] : [{ runId, cited }]));
  if (denied.length > 0) return evidenceOf(denied);
  const claimed = found.some(({ cited }) => "refused" in cited && cited.refused === "claim_is_no_evidence");
  return claimed
    ? refuse("claim_is_no_evidence", "Only claims speak of this denial; the runtime has not stated it.")
    : refuse("run_has_no_denial", "The runtime has stated no such denial in the agent's latest runs.");
}
