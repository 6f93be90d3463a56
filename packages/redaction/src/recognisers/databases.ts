import { token } from "./token.ts";

/** Databases, warehouses and data platforms. */
export const databases = [
  token({
    id: "supabase-key",
    source: "supabase.com/docs: API keys",
    formats: ["sbp_<hex:40>", "sbp_v0_<hex:40>", "sb_secret_<base64url:30>", "sbp_oauth_<hex:40>"],
    negative: ["sb_publishable_<base64url:31>"],
  }),
  token({
    id: "planetscale-token",
    source: "planetscale.com/docs: service tokens and passwords",
    formats: ["pscale_tkn_<padded:32>", "pscale_pw_<padded:32>", "pscale_oauth_<padded:32>", "pscale_api_<padded:32>"],
  }),
  token({
    id: "databricks-token",
    source: "docs.databricks.com: personal access tokens",
    formats: ["dapi<hex:32>", "dose<hex:32>", "dkea<hex:32>"],
  }),
  token({
    id: "snowflake-token",
    source: "docs.snowflake.com: session and programmatic tokens",
    formats: ["ver:1-hint:<digits:1-20>-<base64:60>"],
  }),
  token({
    id: "neon-key",
    source: "neon.tech/docs: API keys and role passwords",
    formats: ["napi_<base36:60>", "npg_<base62:12>"],
  }),
  token({
    id: "mongodb-atlas-key",
    source: "mongodb.com/docs/atlas: service accounts",
    formats: ["mdb_sa_sk_<base64url:36>"],
  }),
  token({
    id: "clickhouse-key",
    source: "clickhouse.com/docs: cloud API keys",
    formats: ["4b1d<base62:38!>"],
    random: true,
  }),
  token({ id: "aiven-token", source: "aiven.io/docs: service passwords", formats: ["AVNS_<base64url:16>"] }),
  token({ id: "confluent-secret", source: "docs.confluent.io: cloud API secrets", formats: ["cflt<base64:60>"] }),
  token({ id: "xata-key", source: "xata.io/docs", formats: ["xau_<base62:30>"] }),
  token({
    id: "contentful-token",
    source: "contentful.com/developers: management tokens",
    formats: ["CFPAT-<base64url:43>"],
  }),
  token({
    id: "dbt-token",
    source: "docs.getdbt.com: tokens",
    formats: ["dbtc_<base64url:36>", "dbts_<base64url:36>", "dbtu_<base64url:36>"],
  }),
  token({
    id: "rfc8959-secret",
    source: "RFC 8959: the secret-token URI scheme",
    formats: ["secret-token:<base64url:24>"],
  }),
  token({
    id: "mapbox-token",
    source: "docs.mapbox.com: secret and temporary tokens",
    formats: ["sk.eyJ<dotted:60>", "tk.eyJ<dotted:60>"],
  }),
  token({ id: "maxmind-key", source: "dev.maxmind.com: license keys", formats: ["<base62:6>_<base62:29>_mmk"] }),
  token({ id: "adafruit-key", source: "io.adafruit.com", formats: ["aio_<base62:28>"] }),
  token({ id: "pubnub-key", source: "pubnub.com/docs: secret keys", formats: ["sec-c-<base64:40>"] }),
];
