import fc from "fast-check";
import type { PolicyEdit } from "../policy-edit.ts";
import {
  type DocumentModel,
  domain,
  methods,
  ports,
  type RuleModel,
  type ServerModel,
  toolName,
} from "./document-model.ts";

/** Edits that may be made of a document: indices exist, nothing is emptied, no reference is left dangling. */
export function editsOf(model: DocumentModel): fc.Arbitrary<PolicyEdit[]> {
  const kinds: fc.Arbitrary<PolicyEdit>[] = [
    fc
      .record({ domain, ports: fc.option(ports, { nil: undefined }), methods: fc.option(methods, { nil: undefined }) })
      .map((rule) => ({ kind: "add_egress", rule: JSON.parse(JSON.stringify(rule)) })),
    fc.constant<PolicyEdit>({ kind: "add_egress", rule: { cidr: "192.168.0.0/16", ports: [22], allow_private: true } }),
    fc.constantFrom("new", "off", "key: 2").map((id) => ({
      kind: "add_credential",
      credential: {
        id,
        type: "direct_lease",
        mode: "file",
        path: "/run/k",
        reason: "It is read from a file, says #4711.",
      },
    })),
  ];
  for (const [index, rule] of (model.egress ?? []).entries()) kinds.push(...ruleEdits(index, rule, model));
  for (const [index, server] of (model.mcp_servers ?? []).entries()) kinds.push(...serverEdits(index, server));
  const used = new Set(model.egress?.map(({ credential }) => credential));
  for (const [index, { id }] of (model.credentials ?? []).entries()) {
    if (!used.has(id)) kinds.push(fc.constant({ kind: "remove_credential", index }));
  }
  return fc
    .array(fc.oneof(...kinds), { minLength: 1, maxLength: 5 })
    .filter((edits) => keepsReferences(edits) && emptiesNothing(model, edits));
}

function ruleEdits(index: number, rule: RuleModel, model: DocumentModel): fc.Arbitrary<PolicyEdit>[] {
  const edits: fc.Arbitrary<PolicyEdit>[] = [
    fc.constant({ kind: "remove_egress", index }),
    fc.record({ ports, methods }).map((lists) => ({ kind: "add_to_egress", index, ...lists })),
    ports.map((list) => ({ kind: "add_to_egress", index, ports: list })),
    fc.record({ ports, methods }).map((lists) => ({ kind: "set_egress_lists", index, ...lists })),
    methods.map((list) => ({ kind: "set_egress_lists", index, methods: list })),
  ];
  if (rule.ports)
    edits.push(
      fc.subarray(rule.ports, { minLength: 1 }).map((list) => ({ kind: "remove_from_egress", index, ports: list })),
    );
  if (rule.methods)
    edits.push(
      fc.subarray(rule.methods, { minLength: 1 }).map((list) => ({ kind: "remove_from_egress", index, methods: list })),
    );
  const ids = model.credentials?.flatMap(({ id }) => id ?? []) ?? [];
  if (ids.length > 0)
    edits.push(fc.constantFrom(...ids).map((credential) => ({ kind: "set_egress_credential", index, credential })));
  return edits;
}

function serverEdits(
  server: number,
  { allowed_tools = [], denied_tools = [] }: ServerModel,
): fc.Arbitrary<PolicyEdit>[] {
  const edits: fc.Arbitrary<PolicyEdit>[] = [
    fc.constant({ kind: "remove_mcp_server", index: server }),
    toolName.map((tool) => ({ kind: "add_allowed_tool", server, tool })),
  ];
  if (allowed_tools.length > 0)
    edits.push(fc.constantFrom(...allowed_tools).map((tool) => ({ kind: "remove_allowed_tool", server, tool })));
  if (denied_tools.length > 0)
    edits.push(fc.constantFrom(...denied_tools).map((tool) => ({ kind: "remove_denied_tool", server, tool })));
  return edits;
}

function keepsReferences(edits: readonly PolicyEdit[]): boolean {
  const kinds = new Set(edits.map(({ kind }) => kind));
  const added = edits.flatMap((edit) => (edit.kind === "add_credential" ? [edit.credential.id] : []));
  const tools = edits.flatMap((edit) => ("tool" in edit ? [`${edit.server} ${edit.tool}`] : []));
  return (
    !(kinds.has("remove_credential") && kinds.has("set_egress_credential")) &&
    new Set(added).size === added.length &&
    new Set(tools).size === tools.length
  );
}

function emptiesNothing(model: DocumentModel, edits: readonly PolicyEdit[]): boolean {
  try {
    editModel(model, edits);
    return true;
  } catch {
    return false;
  }
}

/** What edits mean, said of plain values: the oracle for what they do to a text. */
export function editModel(model: DocumentModel, edits: readonly PolicyEdit[]): DocumentModel {
  const result: DocumentModel = structuredClone(model);
  const removed = (kind: PolicyEdit["kind"]) =>
    new Set(edits.flatMap((edit) => (edit.kind === kind && "index" in edit ? [edit.index] : [])));
  for (const edit of edits) {
    const rule = "index" in edit ? result.egress?.[edit.index] : undefined;
    const server = "server" in edit ? result.mcp_servers?.[edit.server] : undefined;
    if (rule && !removed("remove_egress").has("index" in edit ? edit.index : -1)) editRule(rule, edit);
    if (server) editServer(server, edit);
  }
  if (result.egress) result.egress = result.egress.filter((_, index) => !removed("remove_egress").has(index));
  if (result.credentials)
    result.credentials = result.credentials.filter((_, index) => !removed("remove_credential").has(index));
  if (result.mcp_servers)
    result.mcp_servers = result.mcp_servers.filter((_, index) => !removed("remove_mcp_server").has(index));
  for (const edit of edits) {
    if (edit.kind === "add_egress") result.egress = [...(result.egress ?? []), JSON.parse(JSON.stringify(edit.rule))];
    if (edit.kind === "add_credential")
      result.credentials = [...(result.credentials ?? []), JSON.parse(JSON.stringify(edit.credential))];
  }
  return result;
}

function editRule(rule: RuleModel, edit: PolicyEdit): void {
  if (edit.kind === "add_to_egress") {
    if (edit.ports) rule.ports = [...new Set([...(rule.ports ?? [443]), ...edit.ports])];
    if (edit.methods && rule.methods) rule.methods = [...new Set([...rule.methods, ...edit.methods])];
  } else if (edit.kind === "set_egress_lists") {
    if (edit.ports) rule.ports = [...edit.ports];
    if (edit.methods) rule.methods = [...edit.methods];
  } else if (edit.kind === "set_egress_credential") rule.credential = edit.credential;
  else if (edit.kind === "remove_from_egress") {
    if (edit.ports && rule.ports) rule.ports = rule.ports.filter((port) => !edit.ports?.includes(port));
    if (edit.methods && rule.methods) rule.methods = rule.methods.filter((method) => !edit.methods?.includes(method));
    if (rule.ports?.length === 0 || rule.methods?.length === 0) throw new Error("the caller removes the rule");
  }
}

function editServer(server: ServerModel, edit: PolicyEdit): void {
  if (edit.kind === "add_allowed_tool")
    server.allowed_tools = [...new Set([...(server.allowed_tools ?? []), edit.tool])];
  if (edit.kind === "remove_allowed_tool")
    server.allowed_tools = server.allowed_tools?.filter((tool) => tool !== edit.tool) ?? [];
  if (edit.kind === "remove_denied_tool")
    server.denied_tools = server.denied_tools?.filter((tool) => tool !== edit.tool) ?? [];
}
