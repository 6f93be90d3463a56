import { token } from "./token.ts";

/** Tools that teams work in. */
export const workplace = [
  token({
    id: "trello-token",
    source: "developer.atlassian.com/cloud/trello: tokens",
    formats: ["ATTA<hex:64>"],
  }),
  token({
    id: "linear-key",
    source: "linear.app/developers",
    formats: ["lin_api_<base62:40>", "lin_oauth_<hex:64>", "lin_wh_<base62:32>"],
  }),
  token({
    id: "notion-token",
    source: "developers.notion.com: integration tokens",
    formats: ["ntn_<base62:40>", "secret_<base62:43!>"],
    random: true,
  }),
  token({
    id: "airtable-token",
    source: "airtable.com/developers: personal access tokens",
    formats: ["pat<base62:14>.<hex:64>"],
  }),
  token({
    id: "figma-token",
    source: "developers.figma.com: personal access tokens",
    formats: [
      "figd_<base64url:38>",
      "figo_<base64url:38>",
      "figur_<base64url:38>",
      "figor_<base64url:38>",
      "figu_<base64url:38>",
    ],
  }),
  token({
    id: "atlassian-token",
    source: "support.atlassian.com: API tokens",
    formats: ["ATATT3xFfGF0<padded:60>", "ATATT3<padded:60>", "ATSTT3<padded:60>"],
  }),
  token({
    id: "postman-key",
    source: "learning.postman.com: API keys",
    formats: ["PMAK-<hex:24>-<hex:34>", "PMAT-<base62:26>"],
  }),
  token({ id: "typeform-token", source: "typeform.com/developers", formats: ["tfp_<base64url:40>"] }),
  token({
    id: "hubspot-token",
    source: "developers.hubspot.com: private apps",
    formats: [
      "pat-na1-<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>",
      "pat-na2-<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>",
      "pat-eu1-<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>",
      "pat-ap1-<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>",
    ],
  }),
  token({ id: "frameio-token", source: "developer.frame.io", formats: ["fio-u-<padded:64>"] }),
  token({ id: "readme-key", source: "docs.readme.com", formats: ["rdme_<base36:70>"] }),
  token({
    id: "dropbox-token",
    source: "dropbox.com/developers: short-lived tokens",
    formats: ["sl.<base64url:130>", "sl.u.<base64url:130>"],
    random: true,
  }),
  token({ id: "cal-com-key", source: "docs.cal.com", formats: ["cal_live_<hex:32>", "cal_<hex:32>"] }),
  token({ id: "canva-secret", source: "canva.dev: app secrets", formats: ["cnvca<base62:40>"] }),
  token({ id: "retool-token", source: "retool.com/docs: access tokens", formats: ["retool_<base62:28>"] }),
  token({ id: "plane-key", source: "docs.plane.so", formats: ["plane_api_<hex:32>"] }),
  token({ id: "flexport-key", source: "apidocs.flexport.com", formats: ["shltm_<base64url:40>"] }),
  token({
    id: "settlemint-token",
    source: "console.settlemint.com",
    formats: ["sm_aat_<base62:16>", "sm_pat_<base62:16>", "sm_sat_<base62:16>"],
  }),
  token({ id: "ubidots-token", source: "docs.ubidots.com", formats: ["BBFF-<base62:30>", "BBUS-<base62:30>"] }),
];
