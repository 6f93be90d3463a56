// The vocabulary that names of secrets, and of things beside secrets, are made of. Lower case, singular and plural where both occur.

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** A value under such a name is a secret whatever it looks like. */
export const PASSWORD_WORDS = words(`
  password passwords passwd passwort passphrase passcode pwd pword kennwort contrasena motdepasse userpass dbpass dbpassword mypassword
  secret secrets mnemonic authpass sharedsecret clientsecret appsecret apisecret secretkey privatekey seedphrase requirepass masterauth
  storepass keypass srcstorepass deststorepass bindpw rootpw psk presharedkey securityanswer secretanswer wachtwoord senha depasse sshpass
`);

/** A value under such a name is a secret if it does not read like a word. */
export const TOKEN_WORDS = words(`
  token tokens jwt bearer apikey apikeys accesskey authkey accesstoken authtoken apitoken refreshtoken idtoken bottoken usertoken sessiontoken
  csrftoken xsrf xsrftoken csrf csrfmiddlewaretoken pat otp totp pin cvv cvc ssn accountkey sharedaccesskey sharedkey servicekey masterkey
  licensekey encryptionkey signingkey deploykey authcode sas passkey accesscode routingkey
`);

/** A value under such a name is a secret only if it is plainly generated: these name many harmless things too. */
export const WEAK_WORDS = words(`
  auth authentication credential credentials creds cred sessionid sessid sid phpsessid jsessionid seed assertion
`);

/** A value under such a name is a secret only if it is generated and neither a digest nor an identifier. */
export const VAGUE_WORDS = words("key keys session sessions ticket");

export const AUTHORIZATION_WORDS = words("authorization");
export const COOKIE_WORDS = words("cookie cookies setcookie");

/** With `key` behind them these make a name as telling as `token`. */
export const KEY_QUALIFIERS = words(`
  api access secret private signing signature sign encryption encrypt decryption master auth authentication account shared storage service
  ssh deploy license licence admin root app application client consumer customer subscription write read ingest ingestion integration webhook hmac aes rsa
  wallet server jwt session cookie bot user project org organization team workspace sdk rest live test prod production dev staging
  function host bearer security developer personal symmetric derivation wrapping data publishable restricted
`);

/** With `key` behind them these name places and look-ups, not secrets. */
export const HARMLESS_KEY_QUALIFIERS = words(`
  primary foreign public partition sort sorting cache idempotency routing object group index row column hash map dict lookup translation i18n message event
  dedup dedupe deduplication correlation range unique composite natural surrogate config setting feature flag shard order field property
  attribute json query search answer hot keyboard arrow enter escape shift function s3 blob file path bucket tag label metric dimension
  verifying verify verification publickey host known trusted pub sequence legacy job task queue lock redis topic rate limit rule policy restore
`);

/** As the last words of a name these say that the value is about a secret, not the secret. */
export const HARMLESS_TAILS = words(`
  id ids name names count counts counter total totals type types typ len length size sizes limit limits budget budgets usage used url urls uri uris endpoint
  endpoints path paths file files filename dir directory location version versions expiry expiries expires expire expired expiration ttl at date time timestamp
  age created updated rotated rotation hash hashes hashed digest digests fingerprint fingerprints thumbprint checksum status state states policy policies ref refs reference arn scope scopes
  source sources provider providers manager managers store stores field fields header headers param params parameter env variable variables var label
  labels suffix required enabled disabled present valid invalid missing min max chars charset format formats algorithm algorithms
  alg rule rules index number num kind class strategy mode modes reason error errors message messages description title comment owner
  username email host hostname port region bucket placeholder template example examples rate cost costs price prices window estimate delta
  ratio percent remaining consumed binding bindings injected leased lease read in out per bytes bits kb mb seconds minutes hours days
  ms sec secs duration interval timeout retry retries attempt attempts request requests response responses result results check checks test tests scan scanner scanning
  detection detected detector leak leaks set unset exists found loaded method methods flow flows handler handlers service services server client
  module modules package packages library plugin plugins function functions vault vaults engine backend audience issuer subject position positions offset
  stream streams limit limiter bucket buckets counter metrics metric stats optional needed supported schema schemas model models map list
  prefix prefixes start end begin delimiter separator boundary hint hints question questions reset resets change changes changed strength score complexity
  generator validator validators parser parsers lexer encoder decoder tokenizer decision decisions event events log logs kty use ops mount mounts
  prompt completion context cached input output reasoning accessor accessors
`);

/** Before `token` or `tokens` these speak of words of a language model, of parsing or of pages. */
export const HARMLESS_TOKEN_QUALIFIERS = words(`
  max min num number total count input output prompt completion cached remaining used consumed context reasoning budget limit audio text image thinking
  per avg average cache next previous page continuation sync start begin end eos bos pad unk sep cls mask special stop unexpected lexer parser syntax cursor
`);
