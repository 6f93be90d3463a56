import type { Rule } from "./rule.ts";

const secret = { category: "missing_secret_binding", nextAction: "set_secret" } as const;
const variable = {
  ...secret,
  rootCause: ["The agent needs the secret {variable}, which is not set in its environment."],
} as const;

/** How programs say that a secret is missing in their environment. */
export const missingSecretTextRules: readonly Rule[] = [
  {
    id: "secret.python_environment",
    ...variable,
    matches: "Python's `KeyError` for a name of a secret or of an address with a password",
    example: "KeyError: 'OPENAI_API_KEY'",
    match: {
      text: /\bKeyError: ['"](?<variable>(?:[A-Z0-9]{1,40}_){0,8}(?:(?:API_?)?KEY|(?:ACCESS_|AUTH_|BOT_)?TOKEN|SECRET|PASSWORD|PASSWD|PASS|PAT|DSN|CREDENTIALS?|(?:DATABASE|DB|REDIS|MONGO(?:DB)?|POSTGRES|AMQP|RABBITMQ|WEBHOOK)_(?:URL|URI)|KEY_ID|SECRET_KEY))['"]/,
      hints: ["KeyError: "],
      voice: "error_output",
    },
  },
  {
    id: "secret.provider_client",
    ...variable,
    matches: "the client library of a provider does not find its key",
    example:
      "openai.OpenAIError: The api_key client option must be set either by passing api_key to the client or by setting the OPENAI_API_KEY environment variable",
    match: {
      text: /(?:by setting the |[Ss]et the |please (?:add|set) an? environment variable |(?:[Tt]he |[Mm]issing )(?:required )?)[`'"]?(?<variable>[A-Z][A-Z0-9]{0,30}(?:_[A-Z0-9]{1,30}){1,6})[`'"]? (?:environment variable|env(?:ironment)? var|which contains it|is (?:missing|not set|required|empty))/,
      hints: ["nvironment variable", "env var", "is missing", "is not set", "is required"],
      voice: "error_output",
    },
  },
  {
    id: "secret.environment_named",
    ...variable,
    matches: "a configuration library or a start script names the missing variable",
    example: 'environs.exceptions.EnvError: Environment variable "STRIPE_SECRET_KEY" not set',
    match: {
      text: /(?:[Ee]nv(?:ironment)? var(?:iable)?s?(?: not set| missing| is required)?:? (?:named )?|[Mm]issing (?:required )?(?:env(?:ironment)? var(?:iable)?s?|configuration|secrets?):? |\b[Ss]et (?:the )?|\w(?:Error|Exception): |^)[`'"]?(?<variable>[A-Z][A-Z0-9]{0,30}(?:_[A-Z0-9]{1,30}){0,6}_?(?:KEY|TOKEN|SECRET|PASSWORD|DSN|CREDENTIALS|DATABASE_URL))[`'"]?(?: (?:env(?:ironment)? var(?:iable)? )?(?:is |was |must be )?(?:not (?:set|found|defined|provided|configured)|missing|required|undefined|unset)|\.?$|,)/,
      hints: ["KEY", "TOKEN", "SECRET", "PASSWORD", "DSN", "CREDENTIALS", "DATABASE_URL"],
      voice: "error_output",
    },
  },
  {
    id: "secret.decouple",
    ...variable,
    matches: "python-decouple does not find a secret",
    example: "decouple.UndefinedValueError: STRIPE_API_KEY not found. Declare it as envvar or define a default value.",
    match: {
      text: /UndefinedValueError: (?<variable>[A-Z][A-Z0-9_]{1,80}) not found\b/,
      hints: ["UndefinedValueError"],
      voice: "error_output",
    },
  },
  {
    id: "secret.settings_field",
    ...variable,
    matches: "a pydantic settings class misses a field that is a secret",
    example: "openai_api_key / Field required [type=missing, input_value={}, input_type=dict]",
    match: {
      text: /^ {1,4}(?:Field required \[type=missing|field required \(type=value_error\.missing\))/,
      above: /^(?<variable>\w{0,60}(?:key|token|secret|password|dsn|credential|KEY|TOKEN|SECRET|PASSWORD|DSN)s?)$/,
      hints: ["ield required"],
      voice: "error_output",
      weak: true,
    },
  },
  {
    id: "secret.invalid_environment",
    ...secret,
    matches: "a schema of the environment is not fulfilled",
    example: "Error: Invalid environment variables",
    match: {
      text: /\b(?<problem>Invalid environment variables|[Mm]issing (?:required )?environment variables)\b/,
      hints: ["environment variables"],
      voice: "error_output",
      weak: true,
    },
    rootCause: ["The agent's environment lacks what the agent requires: {problem}."],
  },
  {
    id: "secret.no_credentials",
    ...secret,
    matches: "a client library finds no credentials at all",
    example: "botocore.exceptions.NoCredentialsError: Unable to locate credentials",
    match: {
      text: /\b(?<problem>Missing key inputs argument|Missing credentials|Token is required|no token found|Unable to locate credentials|Your default credentials were not found|Could not load the default credentials|Could not load credentials from any providers|No API key provided|No API-?key found|No auth credentials found|Missing Authentication header|You didn't provide an API key|Could not resolve authentication method|The api_key client option must be set|API key (?:is )?(?:required|missing|not (?:set|found|provided)))/,
      hints: ["redentials", "key inputs", "oken", "API", "Authentication", "authentication", "api_key"],
      voice: "error_output",
    },
    rootCause: ["The agent called a service without a credential: {problem}."],
  },
];
