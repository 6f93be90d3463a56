import fc from "fast-check";

/** An egress rule as a document has it, before any spelling. */
export interface RuleModel {
  domain?: string;
  cidr?: string;
  ports?: number[];
  methods?: string[];
  credential?: string;
  allow_private?: boolean;
  allow_wildcard?: boolean;
}

export interface ServerModel {
  name: string;
  allowed_tools?: string[];
  denied_tools?: string[];
}

/** A document as plain values; a section that is undefined is absent. */
export interface DocumentModel {
  version: string;
  agent?: { name: string };
  egress?: RuleModel[];
  credentials?: { [field: string]: string }[];
  mcp_servers?: ServerModel[];
  observability?: { cost_tracking: boolean };
}

/** Names that YAML readers like to take for something else, among plain ones. */
const AWKWARD = [
  "on",
  "no",
  "null",
  "1",
  "0x1f",
  "1e3",
  "~",
  "a: b",
  "#x",
  "it's",
  'say "x"',
  "-",
  "true",
  "2001-01-01",
  "é",
];
export const toolName = fc.oneof(
  fc.constantFrom("read", "write", "list_all", "search.web"),
  fc.constantFrom(...AWKWARD),
);

export const domain = fc
  .tuple(
    fc.constantFrom("api", "files", "a1", "1pass", "xn--bcher-kva"),
    fc.constantFrom("example.com", "example.org", "co"),
  )
  .map(([host, parent]) => `${host}.${parent}`);
export const ports = fc.uniqueArray(fc.constantFrom(80, 443, 5432, 8080, 8443), { minLength: 1, maxLength: 4 });
export const methods = fc.uniqueArray(fc.constantFrom("GET", "HEAD", "POST", "PUT", "DELETE"), {
  minLength: 1,
  maxLength: 4,
});

function defined<T extends object>(value: T): T {
  for (const [key, inner] of Object.entries(value)) if (inner === undefined) Reflect.deleteProperty(value, key);
  return value;
}

const CREDENTIALS = [
  { id: "search", type: "brokered", service: "search" },
  { id: "yes", type: "header", header: "Authorization", value: "Bearer x" },
  { id: "key #1", type: "file", path: "/run/secrets/key" },
];

const rule = (credentialIds: readonly string[]) =>
  fc
    .record({
      target: fc.oneof(
        domain.map((name) => ({ domain: name })),
        fc.constant({ domain: "*.example.net", allow_wildcard: true }),
        fc.constant({ cidr: "10.0.0.0/8", allow_private: true }),
        fc.constant({ cidr: "2001:db8::/32" }),
      ),
      ports: fc.option(ports, { nil: undefined }),
      methods: fc.option(methods, { nil: undefined }),
      credential:
        credentialIds.length === 0
          ? fc.constant(undefined)
          : fc.option(fc.constantFrom(...credentialIds), { nil: undefined }),
    })
    .map(({ target, ...rest }): RuleModel => defined({ ...target, ...rest }) as RuleModel);

const server = (index: number) =>
  fc
    .record({
      allowed_tools: fc.option(fc.uniqueArray(toolName, { maxLength: 4 }), { nil: undefined }),
      denied_tools: fc.option(fc.uniqueArray(toolName, { maxLength: 3 }), { nil: undefined }),
    })
    .map((tools): ServerModel => defined({ name: `server-${index}`, ...tools }) as ServerModel);

/** Valid documents of every shape that edits are about. */
export const documentModel = fc.subarray(CREDENTIALS).chain((credentials) =>
  fc
    .record({
      agent: fc.option(fc.constant({ name: "agent-1" }), { nil: undefined }),
      egress: fc.option(fc.array(rule(credentials.map(({ id }) => id)), { maxLength: 4 }), { nil: undefined }),
      mcp_servers: fc.option(fc.tuple(server(0), server(1)), { nil: undefined }),
      observability: fc.option(fc.constant({ cost_tracking: true }), { nil: undefined }),
      declares: fc.boolean(),
    })
    .map(({ declares, ...sections }): DocumentModel => {
      const model = {
        version: "1.0",
        ...sections,
        credentials: declares || credentials.length > 0 ? credentials : undefined,
      };
      return defined(model) as DocumentModel;
    }),
);
