/**
 * Secrets written down from manuals and from the documentation of vendors, not from the recognisers: what stands before the
 * secret, its format in the notation of `recognisers/format.ts`, and what stands behind.
 */
export const DESCRIBED: readonly (readonly [family: string, before: string, format: string, after: string])[] = [
  // Tokens
  ["described tokens", "key ", "<base64:33>+AEh<base62:6>=", " rotated"],
  ["described tokens", "", "<base62:52>JQQJ99<base62:24>", ""],
  ["described tokens", "", "v4.local.<base64url:96>", ""],
  ["described tokens", "", "ion_<base36:42>", ""],
  ["described tokens", "leaked ", "packagist_uut_<hex:40>", "..."],
  ["described tokens", "leaked ", "dop_v1_<hex:44>", "..."],
  ["described tokens", "ZHIPUAI_API_KEY=", "<hex:32>.<base62:16>", ""],
  ["described tokens", "ngrok config add-authtoken ", "<base62:27>_<base62:21>", ""],
  // Commands
  ["described commands", "echo ", "<base62:14>7x", " | docker login -u ci --password-stdin ghcr.example"],
  ["described commands", "printf '%s' '", "<base62:14>7x", "' | podman login --password-stdin quay.example"],
  ["described commands", 'docker login -u ci --password-stdin <<< "', "<base62:14>7x", '"'],
  ["described commands", "echo ", "<base62:40>", " | gh auth login --with-token"],
  ["described commands", "snmp-server community ", "<base62:12>7x", " RO"],
  ["described commands", "snmpwalk -v2c -c ", "<base62:12>7x", " 10.0.0.1"],
  ["described commands", "mosquitto_sub -h broker -u bob -P ", "<base62:12>7x", " -t topic"],
  ["described commands", "ldapsearch -x -D cn=admin -w ", "<base62:12>7x", " -b dc=example"],
  ["described commands", "rabbitmqctl change_password bob ", "<base62:12>7x", ""],
  ["described commands", "htpasswd -nbB bob ", "<base62:12>7x", ""],
  ["described commands", "xfreerdp /u:bob /p:", "<base62:12>7x", " /v:host"],
  ["described commands", "keytool -importkeystore -srcstorepass ", "<base62:12>7x", " -deststoretype PKCS12"],
  ["described commands", "Connect-Service -ApiKey ", "<base62:32>", " -Verbose"],
  ["described commands", "##vso[task.setvariable variable=x;issecret=true]", "<base62:12>7x", ""],
  // Code
  ["described code", 'requests.get(url, auth=("bob", "', "<base62:12>7x", '"))'],
  ["described code", 'req.SetBasicAuth("bob", "', "<base62:12>7x", '")'],
  ["described code", "mysqli_connect('localhost', 'root', '", "<base62:12>7x", "', 'app')"],
  ["described code", 'config.setPassword("', "<lower:9>", '")'],
  ["described code", "await page.fill('#password', '", "<base62:12>7x", "')"],
  ["described code", "page.getByLabel('Password').fill('", "<base62:12>7x", "')"],
  ["described code", "const secret = process.env.SECRET || '", "<base62:14>7x", "'"],
  ["described code", "crypto.createHmac('sha256', '", "<base62:14>7x", "')"],
  // Files and logs
  ["described files", '{"value": "', "<base62:14>", '", "name": "DB_PASSWORD"}'],
  ["described files", "| DB_PASSWORD | ", "<base62:14>7x", " |"],
  ["described files", "**Password:** ", "<base62:14>7x", ""],
  ["described files", '<wsse:Password Type="http://x.example#PasswordText">', "<base62:14>", "</wsse:Password>"],
  ["described files", "<password><![CDATA[", "<base62:14>", "]]></password>"],
  ["described files", '<string name="api_secret">', "<base62:24>", "</string>"],
  ["described files", "app:", "<base62:14>", "@tcp(db.internal:3306)/app"],
  ["described files", "https://mainnet.infura.io/v3/", "<hex:32>", ""],
  ["described files", "wachtwoord=", "<base62:14>", ""],
  ["described prose", "[sudo] password for bob: ", "<base62:12>7x", ""],
  ["described prose", "the password for the admin account is ", "<base62:12>7x", "."],
  ["described prose", "le mot de passe est ", "<base62:12>7x", ""],
];
