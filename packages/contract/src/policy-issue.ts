import * as z from "zod";

/** Every code of a problem in a policy document, by what kind of mistake it names. A code is never reused with another meaning. */
export const PolicyIssueCode = z.enum([
  // the text
  "document_too_large",
  "empty_document",
  "control_character",
  "lone_surrogate",
  "secret_in_document",
  // the YAML
  "yaml_syntax",
  "yaml_multiple_documents",
  "yaml_directive",
  "yaml_anchor",
  "yaml_alias",
  "yaml_merge_key",
  "yaml_tag",
  "yaml_duplicate_key",
  "yaml_key",
  "yaml_number",
  "nesting_too_deep",
  // the shape
  "unknown_field",
  "missing_field",
  "wrong_type",
  "not_a_list",
  "invalid_value",
  "out_of_range",
  "invalid_text",
  "unsupported_version",
  // egress
  "target_missing",
  "target_conflict",
  "invalid_domain",
  "domain_is_url",
  "domain_has_port",
  "domain_is_address",
  "invalid_wildcard",
  "wildcard_not_allowed",
  "invalid_cidr",
  "private_not_allowed",
  "guarded_address",
  "port_out_of_range",
  "invalid_method",
  "invalid_duration",
  // the rest
  "duplicate_id",
  "duplicate_name",
  "dangling_credential",
  "dangling_mcp_server",
  "invalid_header",
  "lease_mode_env",
  "invalid_url",
  "invalid_decimal",
  "rate_limit_missing",
  "too_many_issues",
  // advisories
  "unquoted_version",
  "normalised_domain",
  "normalised_cidr",
  "normalised_method",
  "repeated_value",
  "empty_ports",
  "denied_tool_wins",
  "unused_credential",
  "section_not_evaluated",
]);
export type PolicyIssueCode = z.infer<typeof PolicyIssueCode>;

/** Where a problem stands in a policy document. */
export const policyPlace = {
  path: z.string().describe("The place in the document, such as `egress[2].ports[0]`; empty for the whole."),
  line: z.int().min(1).describe("From 1."),
  column: z.int().min(1).describe("In UTF-16 units, from 1."),
  message: z.string().min(1).describe("What is wrong, and what would be right. Nothing of the document is repeated."),
};

/** One thing that is wrong with a policy document, or worth knowing about it. */
export const PolicyIssue = z.strictObject({ code: PolicyIssueCode, ...policyPlace }).meta({
  id: "PolicyIssue",
  description: "One thing that is wrong with a policy document, or worth knowing about it.",
});
export type PolicyIssue = z.infer<typeof PolicyIssue>;
