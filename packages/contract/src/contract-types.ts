import { AuditRecord } from "./audit-record.ts";
import { ErrorCategory } from "./enums/error-category.ts";
import { EvidenceType } from "./enums/evidence-type.ts";
import { NextAction } from "./enums/next-action.ts";
import { RiskLevel } from "./enums/risk-level.ts";
import { RunStatus } from "./enums/run-status.ts";
import { Problem } from "./problem.ts";
import { ConfirmationRequirement } from "./types/confirmation-requirement.ts";
import { EvidenceRef } from "./types/evidence-ref.ts";
import { ExplainFailureResponse } from "./types/explain-failure-response.ts";
import { ExplainPolicyDenialResponse } from "./types/explain-policy-denial-response.ts";
import { GetRunTimelineResponse } from "./types/get-run-timeline-response.ts";
import { NextActionResponse } from "./types/next-action-response.ts";
import { RecommendPolicyPatchResponse } from "./types/recommend-policy-patch-response.ts";
import { RedactedExcerpt } from "./types/redacted-excerpt.ts";
import { SummarizeRunResponse } from "./types/summarize-run-response.ts";
import { TimelineEvent } from "./types/timeline-event.ts";
import { ValidateAgentProjectResponse, ValidationIssue } from "./types/validate-agent-project-response.ts";

/**
 * The types that other languages share with us: every type and enum of the operator contract, what a runtime sends, and
 * what a refusal answers. Each has a JSON Schema in `schemas/` and fixtures in `fixtures/`, under the name that it has here.
 */
export const contractTypes = {
  ConfirmationRequirement,
  EvidenceRef,
  ExplainFailureResponse,
  ExplainPolicyDenialResponse,
  GetRunTimelineResponse,
  NextActionResponse,
  RecommendPolicyPatchResponse,
  RedactedExcerpt,
  SummarizeRunResponse,
  TimelineEvent,
  ValidateAgentProjectResponse,
  ValidationIssue,
  ErrorCategory,
  NextAction,
  RiskLevel,
  EvidenceType,
  RunStatus,
  AuditRecord,
  Problem,
} as const;

export type ContractTypeName = keyof typeof contractTypes;
