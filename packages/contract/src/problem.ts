import * as z from "zod";
import { RunStatus } from "./enums/run-status.ts";
import { PolicyIssueCode, policyPlace } from "./policy-issue.ts";

/**
 * Every problem that the service can answer, by its stable code. A code is never reused with another meaning; an
 * operation declares which of them it can answer.
 */
export const PROBLEMS = {
  malformed_json: { status: 400, title: "The body is not JSON" },
  incomplete_body: { status: 400, title: "The body broke off" },
  invalid_utf8: { status: 400, title: "The body is not UTF-8" },
  duplicate_key: { status: 422, title: "A JSON object names a key twice" },
  forbidden_key: { status: 422, title: "A JSON object has a key that is not allowed" },
  number_not_exact: { status: 422, title: "A number cannot be carried exactly by JSON" },
  lone_surrogate: { status: 422, title: "A string holds half of a surrogate pair" },
  nul_character: { status: 422, title: "A string holds a NUL character" },
  nesting_too_deep: { status: 422, title: "The JSON is nested too deeply" },
  invalid_request: { status: 422, title: "The request does not fit its schema" },
  unknown_field: { status: 422, title: "The request has a field that its schema does not know" },
  invalid_timestamp: { status: 422, title: "A timestamp is not RFC 3339 with a zone" },
  invalid_cursor: { status: 400, title: "The cursor was not issued for this list" },
  empty_batch: { status: 422, title: "The batch has no events" },
  too_many_events: { status: 413, title: "The batch has too many events" },
  too_many_runs: { status: 413, title: "The import has too many runs" },
  event_too_large: { status: 413, title: "An event is too large" },
  body_too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "The content type is not supported" },
  unsupported_schema_version: { status: 406, title: "The schema version is not supported" },
  run_id_mismatch: { status: 422, title: "An event belongs to another run than the path" },
  secret_in_identifier: { status: 422, title: "An identifier looks like a secret" },
  source_chain_broken: { status: 422, title: "The source's hash chain does not verify" },
  idempotency_key_reused: { status: 422, title: "The idempotency key was used for another body" },
  actor_not_allowed: { status: 403, title: "The key may not speak for this actor" },
  authentication_required: { status: 401, title: "A key is required" },
  invalid_api_key: { status: 401, title: "The key is not valid" },
  insufficient_scope: { status: 403, title: "The key lacks the scope of this operation" },
  not_found: { status: 404, title: "There is nothing at this path" },
  method_not_allowed: { status: 405, title: "The path does not take this method" },
  run_not_found: { status: 404, title: "There is no such run" },
  run_on_hold: { status: 409, title: "A legal hold keeps the run" },
  event_not_found: { status: 404, title: "There is no such event" },
  malformed_ref: { status: 400, title: "The ref does not follow the grammar of its type" },
  evidence_not_found: { status: 404, title: "There is no such evidence" },
  evidence_purged: { status: 410, title: "Retention has purged the evidence" },
  evidence_gone: { status: 410, title: "The store has lost the evidence" },
  malformed_digest: { status: 400, title: "The Content-Digest header is not valid" },
  content_digest_mismatch: { status: 422, title: "The content is not what its digest says" },
  too_many_attachments: { status: 409, title: "The run has too many attachments" },
  range_not_satisfiable: { status: 416, title: "The range lies outside of the content" },
  proof_not_ready: { status: 409, title: "The log does not cover the event yet" },
  tile_not_found: { status: 404, title: "The log has no such tile" },
  invalid_tile_path: { status: 400, title: "The path names no tile in its one spelling" },
  size_not_reached: { status: 409, title: "The log is smaller than the size that was asked about" },
  run_not_failed: { status: 409, title: "The run has not failed" },
  key_not_found: { status: 404, title: "There is no such key" },
  tenant_not_found: { status: 404, title: "There is no such tenant" },
  tenant_exists: { status: 409, title: "The tenant exists already" },
  principal_kind_conflict: { status: 409, title: "The principal is of another kind" },
  too_many_keys: { status: 409, title: "The tenant has too many active keys" },
  policy_not_found: { status: 404, title: "There is no such policy" },
  invalid_policy: { status: 422, title: "The policy is not valid" },
  policy_changed: { status: 412, title: "The policy is not the one that the request names" },
  run_has_no_denial: { status: 409, title: "The run has no such denial" },
  action_allowed: { status: 409, title: "The policy allows this already" },
  not_a_denial: { status: 422, title: "An event that was cited is no denial" },
  claim_is_no_evidence: { status: 422, title: "An event that was cited is only a claim" },
  agent_mismatch: { status: 422, title: "The run belongs to another agent" },
  wildcard_refused: { status: 422, title: "A patch opens exact destinations and tools only" },
  guarded_destination: { status: 422, title: "No policy opens this destination" },
  desire_not_understood: { status: 422, title: "The desired change is not understood" },
  credential_not_declared: { status: 409, title: "The policy does not declare this credential" },
  mcp_server_not_declared: { status: 409, title: "The policy does not declare this MCP server" },
  invalid_candidate: { status: 422, title: "The policy would not be valid after the change" },
  nothing_to_tighten: { status: 409, title: "There is nothing that no run has used" },
  change_too_large: { status: 413, title: "The change is more than people can review at once" },
  usage_unknown: { status: 409, title: "The use of the policy is not known in full" },
  confirmation_not_found: { status: 404, title: "There is no such confirmation" },
  unresolved_evidence: { status: 422, title: "Evidence that was cited is not there" },
  unsatisfiable_rule: { status: 422, title: "A rule asks for more people than could approve" },
  decider_not_human: { status: 403, title: "Only a person decides" },
  decide_scope_missing: { status: 403, title: "The key may not decide" },
  decide_scope_mixed: { status: 403, title: "A key that decides may only read besides" },
  own_proposal: { status: 403, title: "Nobody decides about their own proposal" },
  decider_made_by_proposer: { status: 403, title: "Nobody decides whom the proposer let in" },
  decider_not_eligible: { status: 403, title: "The decision belongs to other groups" },
  not_the_proposer: { status: 403, title: "Only its proposer cancels a proposal" },
  executor_not_service: { status: 403, title: "Only a service redeems a grant" },
  apply_scope_missing: { status: 403, title: "The key may not redeem grants" },
  executor_is_proposer: { status: 403, title: "Nobody applies their own proposal" },
  not_the_executor: { status: 403, title: "Only the executor that redeemed the grant reports" },
  candidate_changed: { status: 409, title: "The candidate is not the one that was reviewed" },
  already_decided: { status: 409, title: "The confirmation is decided already" },
  confirmation_declined: { status: 409, title: "The confirmation was declined" },
  confirmation_expired: { status: 409, title: "The confirmation has expired" },
  confirmation_cancelled: { status: 409, title: "The proposal was cancelled" },
  confirmation_superseded: { status: 409, title: "The policy has changed since the proposal" },
  not_approved: { status: 409, title: "The confirmation is not approved" },
  approvals_withdrawn: { status: 409, title: "Who approved may not decide any more" },
  already_redeemed: { status: 409, title: "The grant was redeemed already" },
  not_redeemed: { status: 409, title: "The grant was not redeemed" },
  already_reported: { status: 409, title: "Another outcome was reported already" },
  declined_before: { status: 409, title: "The change was declined and there is no new evidence" },
  too_many_pending: { status: 409, title: "The proposer has too many pending confirmations" },
  invalid_archive: { status: 422, title: "The archive cannot be read as a project" },
  unsafe_path: { status: 422, title: "A file is not plainly inside of the project" },
  duplicate_file: { status: 422, title: "A file stands twice in the project" },
  project_too_large: { status: 413, title: "The project is too large" },
  too_many_files: { status: 413, title: "The project has too many files" },
  internal_error: { status: 500, title: "The service failed" },
  unavailable: { status: 503, title: "The service is busy; try again" },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Every problem code. */
export const problemCodes = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

export const ProblemCode = z
  .enum(problemCodes)
  .meta({ id: "ProblemCode", description: "The stable code of a problem." });

/**
 * One place of a request that a problem is about. No field repeats what was sent. With `invalid_policy` and
 * `invalid_candidate` it is a place in the policy document: `code` names the mistake, and `path`, `line`, `column` and
 * `message` say where and what.
 */
export const ProblemError = z
  .strictObject({
    code: z.enum([...problemCodes, ...PolicyIssueCode.options.filter((code) => !Object.hasOwn(PROBLEMS, code))]),
    detail: z.string().min(1),
    index: z.int().min(0).optional().describe("The event's index in the batch, from 0."),
    field: z.string().min(1).optional().describe("The field, as a path such as `events[2].timestamp`."),
    limit: z.number().optional().describe("The limit that was passed, in the unit that `detail` names."),
    path: policyPlace.path.optional(),
    line: policyPlace.line.optional(),
    column: policyPlace.column.optional(),
    message: policyPlace.message.optional(),
  })
  .meta({ id: "ProblemError", description: "One place of a request that a problem is about." });
export type ProblemError = z.infer<typeof ProblemError>;

/**
 * What every refusal answers, as `application/problem+json`. Source: RFC 9457, with `code`, `request_id` and `errors`
 * as extension members.
 */
export const Problem = z
  .strictObject({
    type: z
      .string()
      .min(1)
      .describe("A URI reference, relative to the service, that identifies the problem's kind and describes it."),
    title: z.string().min(1).describe("The same for every problem of this code."),
    status: z.int().min(400).max(599),
    detail: z.string().min(1).describe("What was wrong with this request, without repeating it."),
    instance: z.string().min(1).describe("A URI for this one occurrence."),
    code: ProblemCode,
    request_id: z.string().min(1).describe("Also in the `X-Request-Id` header; name it when asking for help."),
    errors: z
      .array(ProblemError)
      .min(1)
      .optional()
      .describe("The places of the request, or of the policy document, where they can be named."),
    run_status: RunStatus.optional().describe("With `run_not_failed`: the status that the run has."),
  })
  .meta({ id: "Problem", description: "An RFC 9457 problem document." });
export type Problem = z.infer<typeof Problem>;
