import { token } from "./token.ts";

/** Monitoring, errors, analytics and feature flags. */
export const observability = [
  token({
    id: "datadog-token",
    source: "docs.datadoghq.com: API, application and client tokens",
    formats: ["ddapi_<base62:32>", "ddapp_<base62:34>", "ddpat_<base62:32>"],
  }),
  token({
    id: "new-relic-key",
    source: "docs.newrelic.com: API keys",
    formats: [
      "NRAK-<BASE36:27>",
      "NRJS-<hex:19>",
      "NRII-<base64url:32>",
      "NRIQ-<base64url:32>",
      "NRRA-<hex:42>",
      "NRAA-<hex:27>",
      "NRAL-<base62:32>",
      "<hex:36>NRAL",
      "eu01xx<hex:30>NRAL",
    ],
  }),
  token({
    id: "sentry-token",
    source: "docs.sentry.io: auth tokens",
    formats: [
      "sntrys_<base64:40-400>_<base64:40>",
      "sntrys_eyJ<base64:60>",
      "sntryu_<hex:64>",
      "sntrya_<hex:64>",
      "sntryi_<hex:64>",
    ],
  }),
  token({
    id: "grafana-token",
    source: "grafana.com/docs: service accounts, access policies, legacy keys",
    formats: ["glsa_<base62:32>_<anyhex:8>", "glc_<base64:32>", "eyJrIjoi<base64:40>"],
  }),
  token({
    id: "honeycomb-key",
    source: "docs.honeycomb.io: ingest keys",
    formats: [
      "hcaik_<base36:58>",
      "hcxik_<base36:58>",
      "hcbik_<base36:58>",
      "hcamk_<base36:58>",
      "hcalk_<base36:58>",
      "hcaic_<base36:58>",
    ],
  }),
  token({
    id: "pagerduty-key",
    source: "developer.pagerduty.com",
    formats: ["pdus+_<base62:16>", "pdeu+_<base62:16>"],
  }),
  token({
    id: "dynatrace-token",
    source: "docs.dynatrace.com: access tokens",
    formats: [
      "dt0c01.<BASE36:24>.<BASE36:64>",
      "dt0s01.<BASE36:24>.<BASE36:64>",
      "dt0s02.<BASE36:8>.<BASE36:64>",
      "dt0s08.<BASE36:8>.<BASE36:64>",
      "dt0s16.<BASE36:8>.<BASE36:64>",
      "dt0e01.<BASE36:24>.<BASE36:64>",
    ],
  }),
  token({
    id: "posthog-key",
    source: "posthog.com/docs: personal API keys",
    formats: ["phx_<base62:40>", "phs_<base62:40>"],
  }),
  token({
    id: "launchdarkly-key",
    source: "launchdarkly.com/docs: API and SDK keys",
    formats: ["api-<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>", "sdk-<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>"],
  }),
  token({
    id: "logfire-token",
    source: "logfire.pydantic.dev",
    formats: ["pylf_v1_us_<base62:40>", "pylf_v1_eu_<base62:40>", "pylf_v2_us_<base64url:40>"],
  }),
  token({
    id: "sonar-token",
    source: "docs.sonarsource.com: tokens",
    formats: ["sqp_<hex:40>", "squ_<hex:40>", "sqa_<hex:40>"],
  }),
  token({
    id: "snyk-token",
    source: "docs.snyk.io: API tokens",
    formats: ["snyk_uat.<hex:8>.<padded:40>", "snyk_sat.<hex:8>.<padded:40>"],
  }),
  token({
    id: "axiom-token",
    source: "axiom.co/docs: tokens",
    formats: ["xaat-<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>", "xapt-<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>"],
  }),
  token({
    id: "statsig-key",
    source: "docs.statsig.com",
    formats: ["secret-<base62:40>", "console-<base62:40>"],
    random: true,
  }),
  token({ id: "checkly-key", source: "checklyhq.com/docs: API keys", formats: ["cu_<hex:32>"] }),
  token({ id: "rootly-key", source: "rootly.com docs", formats: ["rootly_<hex:64>"] }),
  token({ id: "segment-token", source: "segment.com/docs: Public API tokens", formats: ["sgp_<base62:64>"] }),
  token({ id: "elastic-key", source: "elastic.co/docs: API keys", formats: ["essu_<base64:40>"] }),
  token({ id: "stackhawk-key", source: "docs.stackhawk.com", formats: ["hawk.<base64url:20>.<base64url:20>"] }),
  token({ id: "infracost-key", source: "infracost.io/docs", formats: ["ico-<base62:32>"] }),
  token({ id: "firehydrant-token", source: "docs.firehydrant.com", formats: ["fhb-<hex:32>"] }),
];
