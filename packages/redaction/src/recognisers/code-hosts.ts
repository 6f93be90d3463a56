import { token } from "./token.ts";

/** Where source code lives. */
export const codeHosts = [
  token({
    id: "github-token",
    source: "github.blog 2021-04-05: behind GitHub's new authentication token formats",
    formats: [
      "ghp_<base62:36>",
      "gho_<base62:36>",
      "ghu_<base62:36>",
      "ghs_<base62:36>",
      "ghr_<base62:36>",
      "ghs_<digits:4-12>_<dotted:60>",
    ],
    negative: ["ghp_tooshort", "ghs_<base62:12>"],
  }),
  token({
    id: "github-fine-grained-token",
    source: "docs.github.com: fine-grained personal access tokens",
    formats: ["github_pat_<base62:22>_<base62:59>", "github_pat_<base62:36>"],
  }),
  token({
    id: "github-app-client-secret",
    source: "docs.github.com: GitHub Apps",
    formats: ["v1.<hex:40!>"],
    random: true,
  }),
  token({
    id: "gitlab-token",
    source: "docs.gitlab.com/security/tokens: token prefixes",
    formats: [
      "glpat-<base64url:20>",
      "glptt-<base64url:20>",
      "gldt-<base64url:20>",
      "glrt-<base64url:20>",
      "glrtr-<base64url:20>",
      "glcbt-<base64url:20>",
      "glimt-<base64url:20>",
      "glagent-<base64url:20>",
      "gloas-<base64url:20>",
      "glsoat-<base64url:20>",
      "glft-<base64url:20>",
      "glffct-<base64url:20>",
      "glwt-<base64url:20>",
      "GR1348941<base64url:20>",
      "glpat-<base64url:20-300>.<base36:2>.<base36:7>",
      "glrt-t1_<base64url:20>",
    ],
  }),
  token({
    id: "gitlab-session-cookie",
    source: "docs.gitlab.com: user sessions",
    formats: ["_gitlab_session=<hex:32>"],
    keep: 16,
  }),
  token({ id: "bitbucket-app-password", source: "support.atlassian.com: app passwords", formats: ["ATBB<base62:32>"] }),
  token({
    id: "bitbucket-access-token",
    source: "support.atlassian.com: repository access tokens",
    formats: ["ATCTT3xFfGN0<padded:40>", "BBDC-<base64:40>"],
  }),
  token({
    id: "sourcegraph-token",
    source: "sourcegraph.com/docs: access tokens",
    formats: [
      "sgp_<anyhex:40>",
      "sgp_<anyhex:16>_<anyhex:40>",
      "sgp_local_<anyhex:40>",
      "sgd_<hex:64>",
      "slk_<hex:64>",
      "sgs_<hex:40>",
    ],
  }),
  token({ id: "codeberg-token", source: "forgejo.org/docs: actions runner registration", formats: ["gitea_<hex:40>"] }),
  token({
    id: "gitpod-token",
    source: "gitpod.io/docs: personal access tokens",
    formats: ["gitpod_pat_<base64url:40>"],
  }),
];
