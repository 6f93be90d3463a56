import { FAMILIES } from "../recognisers/all.ts";
import { parseFormat } from "../recognisers/format.ts";
import { DESCRIBED } from "./described-samples.ts";
import { generate } from "./generate.ts";
import type { Random } from "./random.ts";

/** A secret as it stands in text: `text` holds it, `secret` is the part that must not survive. */
type Sample = { kind: string; family: string; text: string; secret: string };

export type SampleKind = { kind: string; family: string; make: (random: Random) => Sample };

/** Secrets that only their name gives away: what stands before, the format, what stands behind. */
const NAMED: readonly (readonly [family: string, before: string, format: string, after: string])[] = [
  ["env", "DATADOG_API_KEY=", "<hex:32>", ""],
  ["env", "DD_APP_KEY=", "<hex:40>", ""],
  ["env", "TWILIO_AUTH_TOKEN=", "<hex:32>", ""],
  ["env", "AWS_SECRET_ACCESS_KEY=", "<base64:40>", ""],
  ["env", "export COHERE_API_KEY=", "<base62:40>", ""],
  ["env", "MISTRAL_API_KEY=", "<base62:32>", ""],
  ["env", "HEROKU_API_KEY=", "<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>", ""],
  ["env", "CLOUDFLARE_API_TOKEN=", "<base64url:40>", ""],
  ["env", "PGPASSWORD=", "<base62:14>", ""],
  ["env", "DJANGO_SECRET_KEY='", "<base62:25>!@<base62:23>", "'"],
  ["env", "SESSION_SECRET=", "<base62:32>", ""],
  ["env", "SMTP_PASS=", "<base62:16>", ""],
  ["env", 'NEXTAUTH_SECRET="', "<base64:43>=", '"'],
  ["env", "ENCRYPTION_KEY=", "<hex:64>", ""],
  ["env", "STRIPE_KEY_LIVE=", "<base62:30>", ""],
  ["yaml", "password: ", "<base62:14>", ""],
  ["yaml", '  apiKey: "', "<base62:32>", '"'],
  ["yaml", "client_secret: ", "<base62:36>", ""],
  ["yaml", "    - name: DB_PASSWORD\n      value: ", "<base62:14>", ""],
  ["json", '{"password":"', "<base62:12>", '","user":"app"}'],
  ["json", '{"accessToken": "', "<base64url:43>", '", "expires_in": 3600}'],
  ["json", '{"name": "API_TOKEN", "value": "', "<base62:24>", '"}'],
  ["json", '["authorization", "Bearer ', "<base64url:24>", '"]'],
  ["json", '["x-api-key", "', "<base62:32>", '"]'],
  ["python", "client = Client(api_key='", "<base62:32>", "')"],
  ["python", 'db_password = "', "<base62:12>!x", '"'],
  ["python", "{'Authorization': 'Bearer ", "<base64url:30>", "'}"],
  ["python", "os.environ['SECRET_TOKEN'] = '", "<base62:32>", "'"],
  ["python", 'password: str = "', "<base62:14>", '"'],
  ["shell", "$ login --password ", "<base62:14>", " --user bob"],
  ["shell", "$ gh auth login --with-token=", "<base62:40>", ""],
  ["shell", "$ curl -u admin:", "<base62:14>", " https://example.com/"],
  ["shell", "$ mysql -u root -p", "<base62:12>", " app"],
  ["shell", "$ sshpass -p '", "<base62:12>", "' ssh host"],
  ["shell", "$ docker login -u ci -p ", "<base62:20>", " registry.example.com"],
  ["shell", "machine github.com login bob password ", "<base62:20>", ""],
  ["http", "Authorization: Bearer ", "<base64url:20>", ""],
  ["http", "Authorization: Token ", "<hex:40>", ""],
  ["http", "Authorization: ", "<base62:40>", ""],
  ["http", "Proxy-Authorization: Basic ", "<base62:22>==", ""],
  ["http", 'Authorization: Digest username="bob", response="', "<hex:32>", '"'],
  [
    "http",
    "Authorization: AWS4-HMAC-SHA256 Credential=x/20260701/eu/s3/aws4_request, SignedHeaders=host, Signature=",
    "<hex:64>",
    "",
  ],
  ["http", "Cookie: theme=dark; session=", "<base64url:32>", ""],
  ["http", "Set-Cookie: sid=", "<base64url:32>", "; Path=/; HttpOnly"],
  ["http", "X-Api-Key: ", "<base62:32>", ""],
  ["http", "X-Auth-Token: ", "<hex:32>", ""],
  ["http", "X-Vault-Token: ", "<base62:26>", ""],
  ["url", "https://api.example.com/v1?api_key=", "<base62:32>", "&page=2"],
  ["url", "https://example.com/cb?access_token=", "<base64url:43>", ""],
  ["url", "https://acct.blob.core.windows.net/c?sp=r&sig=", "<base62:40>%3D", "&se=2027-01-01"],
  ["url", "https://bob:", "<base62:14>", "@git.example.com/repo.git"],
  ["connection", "postgres://app:", "<base62:14>", "@db.internal:5432/main"],
  ["connection", "mongodb+srv://app:", "<base62:14>", "@cluster0.example.mongodb.net/?w=majority"],
  ["connection", "redis://:", "<base62:24>", "@cache.internal:6379/0"],
  ["connection", "amqp://svc:", "<base62:14>", "@mq.internal:5672/vhost"],
  ["connection", "Server=db;Database=app;User Id=sa;Password=", "<base62:14>", ";Encrypt=true"],
  [
    "connection",
    "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=",
    "<base64:86>==",
    ";EndpointSuffix=core.windows.net",
  ],
  [
    "connection",
    "Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=",
    "<base64:43>=",
    "",
  ],
  ["connection", "jdbc:postgresql://db/app?user=app&password=", "<base62:14>", ""],
  ["connection", "db.internal:5432:app:deploy:", "<base62:16>", ""],
  ["registry", "//registry.npmjs.org/:_authToken=", "<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>", ""],
  ["registry", '<add key="ClearTextPassword" value="', "<base62:20>", '" />'],
  ["xml", "<password>", "<base62:14>", "</password>"],
  ["tokens", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ", "<base64url:60>.<base64url:43>", ""],
  ["keys", "\x2d----BEGIN PRIVATE KEY-----\n", "<base64:64>\n<base64:64>\n<base64:40>", "\n-----END PRIVATE KEY-----"],
  [
    "keys",
    "\x2d----BEGIN OPENSSH PRIVATE KEY-----\\n",
    "<base64:70>\\n<base64:70>\\n<base64:30>",
    "\\n-----END OPENSSH PRIVATE KEY-----\\n",
  ],
  ["keys", "\x2d----BEGIN RSA PRIVATE KEY-----\n", "<base64:64>\n<base64:64>\n<base64:40>", ""],
  ["keys", "", "<base64:64>\n<base64:64>\n<base64:40>", "\n-----END EC PRIVATE KEY-----"],
  [
    "keys",
    "\x2d----BEGIN PGP PRIVATE KEY BLOCK-----\n\n",
    "<base64:64>\n<base64:64>\n<base64:40>\n=<base64:4>",
    "\n-----END PGP PRIVATE KEY BLOCK-----",
  ],
  ["keys", '{"kty":"EC","crv":"P-256","d":"', "<base64url:43>", '"}'],
  [
    "phrases",
    'mnemonic: "',
    "<lower:4> <lower:5> <lower:6> <lower:4> <lower:7> <lower:5> <lower:3> <lower:8> <lower:5> <lower:4> <lower:6> <lower:5>",
    '"',
  ],
  ["wallets", "wallet private key 0x", "<hex:64>", ""],
  ["prose", "the password is ", "<base62:11>7x", ", keep it safe"],
  ["prose", "use token ", "<base62:28>", " for now"],
];

/** One kind per vendor format and one per way of naming a secret. */
export function sampleKinds(): SampleKind[] {
  const kinds: SampleKind[] = [];
  for (const [family, recognisers] of Object.entries(FAMILIES)) {
    for (const recogniser of recognisers) {
      for (const format of recogniser.fixtures.positive) {
        // Fixtures with several words are recogniser tests; as samples they say nothing about where the secret is.
        if (/[\s"]/.test(format)) continue;
        if (
          family === "assignments" ||
          family === "authorization" ||
          family === "urls" ||
          family === "shell" ||
          family === "calls"
        )
          continue;
        kinds.push({
          kind: `${recogniser.id} ${format}`,
          family,
          make: (random) => ({ kind: format, family, ...whole(generate(format, random)) }),
        });
      }
    }
  }
  for (const [family, before, format, after] of [...NAMED, ...DESCRIBED]) {
    const kind = `${before}${format}${after}`;
    kinds.push({
      kind,
      family,
      make: (random) => {
        const secret = generate(format, random);
        return { kind, family, text: before + secret + after, secret };
      },
    });
  }
  return kinds;
}

const whole = (secret: string): { text: string; secret: string } => ({ text: secret, secret });

/** How many vendor formats the recognisers describe. */
export const formatCount = (): number => sampleKinds().filter((kind) => parseFormat(kind.kind).length > 1).length;

/** Whether any part of the secret that could still be used stands in the text: its start, middle or end. */
export function survives(secret: string, text: string): boolean {
  const part = Math.max(8, Math.min(16, secret.length >> 1));
  const middle = (secret.length - part) >> 1;
  const pieces = [secret.slice(middle, middle + part), secret.slice(-part)];
  return pieces.some((piece) => text.includes(piece));
}
