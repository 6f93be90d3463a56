import { token } from "./token.ts";

/** Builds, infrastructure as code, secret stores and hosting. */
export const delivery = [
  token({
    id: "circleci-token",
    source: "circleci.com/docs: API tokens",
    formats: ["CCIPAT_<base62:20-24>_<hex:40>", "CCIPRJ_<base62:20-24>_<hex:40>"],
  }),
  token({
    id: "buildkite-token",
    source: "buildkite.com/docs: tokens",
    formats: ["bkua_<hex:40>", "bkct_<base62:40>", "bkaj_<dotted:40>", "bkat_<base62:40>"],
  }),
  token({
    id: "terraform-cloud-token",
    source: "developer.hashicorp.com/terraform: API tokens",
    formats: ["<base62:14>.atlasv1.<base64url:60>"],
  }),
  token({
    id: "vault-token",
    source: "developer.hashicorp.com/vault: tokens",
    formats: ["hvs.<base64url:24>", "hvb.<base64url:24>", "hvr.<base64url:24>"],
  }),
  token({
    id: "doppler-token",
    source: "docs.doppler.com: token formats",
    formats: [
      "dp.pt.<base62:40>",
      "dp.ct.<base62:40>",
      "dp.scim.<base62:40>",
      "dp.audit.<base62:40>",
      "dp.sa.<base62:40>",
      "dp.said.<base62:40>",
      "dp.st.<base62:40>",
      "dp.st.<base64url:2-36>.<base62:40>",
    ],
  }),
  token({ id: "pulumi-token", source: "pulumi.com/docs: access tokens", formats: ["pul-<hex:40>"] }),
  token({
    id: "infisical-token",
    source: "infisical.com/docs",
    formats: ["st.<hex:24>.<hex:32>.<hex:32>", "st.<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>.<hex:32>.<hex:32>"],
  }),
  token({
    id: "rancher-token",
    source: "ranchermanager.docs.rancher.com: API keys",
    formats: ["token-<base36:5>:<base36:40>"],
  }),
  token({ id: "ionic-token", source: "ionic.io/docs/appflow: personal access tokens", formats: ["ion_<base62:42>"] }),
  token({
    id: "onepassword-token",
    source: "developer.1password.com: service accounts, secret keys, Connect",
    formats: [
      "ops_eyJ<base64:60>",
      "A3-<BASE36:6>-<BASE36:6>-<BASE36:5>-<BASE36:5>-<BASE36:5>-<BASE36:5>",
      "A3-<BASE36:6>-<BASE36:11>-<BASE36:5>-<BASE36:5>-<BASE36:5>",
    ],
  }),
  token({
    id: "cloudflare-token",
    source: "developers.cloudflare.com/fundamentals: token formats",
    formats: ["cfk_<base62:40>", "cfut_<base62:40>", "cfat_<base62:40>", "v1.0-<hex:24>-<hex:120>"],
  }),
  token({
    id: "digitalocean-token",
    source: "docs.digitalocean.com: API tokens",
    formats: ["dop_v1_<hex:64>", "doo_v1_<hex:64>", "dor_v1_<hex:64>"],
  }),
  token({
    id: "heroku-key",
    source: "devcenter.heroku.com: OAuth tokens",
    formats: ["HRKU-<base64url:36>", "HRKU-AA<base64url:58>"],
  }),
  token({
    id: "fly-token",
    source: "fly.io/docs: access tokens (macaroons)",
    formats: ["fo1_<base64url:43>", "fm1r_<base64:60>", "fm1a_<base64:60>", "fm2_<base64:60>"],
  }),
  token({
    id: "vercel-token",
    source: "vercel.com/docs: tokens, blob and marketplace credentials",
    formats: [
      "vcp_<base62:24>",
      "vci_<base62:24>",
      "vca_<base62:24>",
      "vcr_<base62:24>",
      "vck_<base62:24>",
      "vercel_blob_rw_<base62:16>_<base62:30>",
    ],
  }),
  token({
    id: "netlify-token",
    source: "docs.netlify.com: personal access tokens",
    formats: ["nfp_<base62:36>", "nfc_<base62:36>", "nfo_<base62:36>", "nfu_<base62:36>", "nfb_<base62:36>"],
  }),
  token({ id: "render-key", source: "render.com/docs: API keys", formats: ["rnd_<base62:28>"] }),
  token({ id: "octopus-key", source: "octopus.com/docs: API keys", formats: ["API-<BASE36:25>"] }),
  token({
    id: "harness-token",
    source: "developer.harness.io: API keys",
    formats: ["pat.<base64url:22>.<hex:24>.<base62:20>", "sat.<base64url:22>.<hex:24>.<base62:20>"],
  }),
  token({ id: "prefect-key", source: "www.prefect.io docs", formats: ["pnu_<base62:36>", "pnb_<base62:36>"] }),
  token({
    id: "openshift-token",
    source: "docs.openshift.com: OAuth access tokens",
    formats: ["sha256~<base64url:43>"],
  }),
  token({
    id: "k3s-token",
    source: "kubernetes.io/docs: k3s server tokens",
    formats: ["K10<hex:64>::<base62:4-20>:<base62:16>"],
  }),
  token({
    id: "docker-swarm-token",
    source: "docs.docker.com: swarm join tokens and unlock keys",
    formats: ["SWMTKN-1-<base36:50>-<base36:25>", "SWMKEY-1-<base64:43>"],
  }),
  token({
    id: "tailscale-key",
    source: "tailscale.com/kb: key prefixes",
    formats: [
      "tskey-auth-<base62:10>-<base62:20>",
      "tskey-api-<base62:10>-<base62:20>",
      "tskey-client-<base62:10>-<base62:20>",
      "tskey-<base62:20>",
      "tskey-scim-<base62:10>-<base62:20>",
      "tskey-webhook-<base62:10>-<base62:20>",
    ],
  }),
  token({ id: "defined-networking-key", source: "docs.defined.net", formats: ["dnkey-<base64url:26>-<base64url:52>"] }),
  token({
    id: "ngrok-token",
    source: "ngrok.com/docs: authtokens",
    formats: ["ak_<base62:27>", "ngrok_<base62:40>"],
    random: true,
  }),
  token({ id: "runpod-key", source: "docs.runpod.io: API keys", formats: ["rpa_<base62:36>"], random: true }),
  token({
    id: "apollo-graph-key",
    source: "apollographql.com/docs: graph API keys",
    formats: ["service:<tenant:2-64>:<base64url:22>", "user:gh.<tenant:2-64>:<base64url:22>"],
    random: true,
    negative: ["service:billing:deployment-of-the-new-gateway"],
  }),
  token({
    id: "convex-key",
    source: "docs.convex.dev: deploy keys",
    formats: ["prod:<tenant:5-64>|<base64:40>", "dev:<tenant:5-64>|<base64:40>", "preview:<tenant:5-64>|<base64:40>"],
  }),
  token({ id: "scalingo-token", source: "developers.scalingo.com", formats: ["tk-us-<base64url:48>"] }),
  token({
    id: "akamai-edgegrid",
    source: "techdocs.akamai.com: EdgeGrid credentials",
    formats: ["akab-<base36:16>-<base36:16>"],
  }),
  token({
    id: "trigger-dev-key",
    source: "docs.trigger.dev",
    formats: ["tr_dev_<base62:20>", "tr_prod_<base62:20>", "tr_stg_<base62:20>", "tr_pat_<base62:32>"],
  }),
  token({
    id: "inngest-key",
    source: "inngest.com/docs: signing keys",
    formats: ["signkey-prod-<hex:40>", "signkey-test-<hex:32>", "signkey-branch-<hex:32>"],
  }),
  token({ id: "svix-key", source: "docs.svix.com", formats: ["testsk_<padded:30>"] }),
];
