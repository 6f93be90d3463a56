/** Folders of credentials, anywhere in the project. */
const SECRET_FOLDERS: ReadonlySet<string> = new Set([".aws", ".ssh", ".gnupg", ".kube", ".azure", ".gcloud"]);

/** `.env`, `.env.local`, `.envrc`, `prod.env`, but not the examples that are made to be shown. */
const ENVIRONMENT = /^\.env|\.env$/;
const ENVIRONMENT_EXAMPLE = /^\.env\.(?:example|sample)$/;

const SECRET_NAMES: readonly RegExp[] = [
  /\.(?:pem|key|p8|p12|pfx|jks|keystore|kdbx|ppk)$/,
  /^id_(?:rsa|dsa|ecdsa|ed25519)/,
  /^[._]netrc$/,
  /^\.pypirc$/,
  /^\.pgpass$/,
  /^\.git-credentials$/,
  /^credentials(?:\.json)?$/,
  /service[-_]?account[^/]*\.json$/,
];

/** True for a folder that holds credentials by its name. */
export function isSecretFolder(name: string): boolean {
  return SECRET_FOLDERS.has(name.toLowerCase());
}

/** True for a file that holds secrets by its name: it is not even read. */
export function isSecretName(fileName: string): boolean {
  const name = fileName.toLowerCase();
  if (ENVIRONMENT.test(name)) return !ENVIRONMENT_EXAMPLE.test(name);
  return SECRET_NAMES.some((pattern) => pattern.test(name));
}

/** A token, a password or a login in an npm or yarn configuration, for all registries or for one. */
const NPM_SECRET = /(?:^|[:/\s])_(?:authToken|auth|password)\b/im;

/** True for a file of credentials by what is in it: a configuration of npm with a token, a key of a Google service account. */
export function isCredentialsFile(fileName: string, text: string): boolean {
  const name = fileName.toLowerCase();
  if (name === ".npmrc" || name.startsWith(".yarnrc"))
    return NPM_SECRET.test(text) || /npmAuth(?:Token|Ident)/.test(text);
  return name.endsWith(".json") && /"type"\s*:\s*"service_account"/.test(text) && text.includes('"private_key"');
}
