import { token } from "./token.ts";

/** Payment and commerce. Publishable keys (`pk_live_`) are public by design and are kept. */
export const payments = [
  token({
    id: "stripe-key",
    source: "docs.stripe.com/keys",
    formats: [
      "sk_live_<base62:16>",
      "sk_test_<base62:16>",
      "rk_live_<base62:16>",
      "rk_test_<base62:16>",
      "sk_prod_<base62:16>",
      "sk_org_live_<base62:16>",
    ],
    negative: ["pk_live_<base62:24>", "pk_test_<base62:24>"],
  }),
  token({
    id: "stripe-webhook-secret",
    source: "docs.stripe.com/webhooks; standardwebhooks.com",
    formats: ["whsec_<base64:24>"],
  }),
  token({
    id: "standard-webhooks-key",
    source: "standardwebhooks.com: asymmetric keys",
    formats: ["whsk_<base64:40>"],
  }),
  token({
    id: "square-token",
    source: "developer.squareup.com: access tokens",
    formats: ["EAAA<base64url:56>", "sq0atp-<base64url:22>", "sq0csp-<base64url:43>", "sq0acp-<base64url:22>"],
  }),
  token({
    id: "paypal-braintree-token",
    source: "developer.paypal.com/braintree: access tokens",
    formats: [
      "access_token$production$<base36:16>$<hex:32>",
      "access_token$sandbox$<base36:16>$<hex:32>",
      "A21AA<base64url:70>",
    ],
  }),
  token({
    id: "shopify-token",
    source: "shopify.dev: access tokens",
    formats: [
      "shpat_<anyhex:32>",
      "shpca_<anyhex:32>",
      "shppa_<anyhex:32>",
      "shpss_<anyhex:32>",
      "shpua_<anyhex:32>",
      "shptka_<anyhex:32>",
      "shprt_<anyhex:32>",
      "prtapi_<anyhex:32>",
    ],
  }),
  token({
    id: "adyen-key",
    source: "docs.adyen.com: API credentials",
    formats: ["AQE<base64:8-400>-<base64:30-100>-<base64:14>"],
    random: true,
  }),
  token({
    id: "razorpay-key",
    source: "razorpay.com/docs: API keys",
    formats: ["rzp_live_<base62:14>", "rzp_test_<base62:14>"],
  }),
  token({
    id: "flutterwave-key",
    source: "developer.flutterwave.com",
    formats: ["FLWSECK_TEST-<hex:32>-X", "FLWSECK-<hex:32>-X", "FLWSECK_TEST<hex:12>", "FLWSECK_TEST-<base62:12>"],
  }),
  token({ id: "paystack-key", source: "paystack.com/docs", formats: ["sk_live_<hex:40>", "sk_test_<hex:40>"] }),
  token({
    id: "plaid-token",
    source: "plaid.com/docs: access tokens",
    formats: [
      "access-sandbox-<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>",
      "access-production-<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>",
      "access-development-<hex:8>-<hex:4>-<hex:4>-<hex:4>-<hex:12>",
    ],
  }),
  token({
    id: "gocardless-token",
    source: "developer.gocardless.com",
    formats: ["live_<base64url:40>", "sandbox_<base64url:40>"],
    random: true,
  }),
  token({
    id: "mollie-key",
    source: "docs.mollie.com: API keys",
    formats: ["live_<base62:30!>", "test_<base62:30!>", "access_<base62:40>"],
    random: true,
  }),
  token({
    id: "mercado-pago-token",
    source: "mercadopago.com developers",
    formats: [
      "APP_USR-<digits:10-18>-<digits:6>-<hex:32>-<digits:6-12>",
      "TEST-<digits:16>-<digits:6>-<hex:32>-<digits:6-12>",
    ],
  }),
  token({
    id: "checkout-com-key",
    source: "checkout.com docs: secret keys",
    formats: ["sk_sbox_<base36:24>", "sk_<base36:26!>"],
  }),
  token({ id: "easypost-key", source: "docs.easypost.com", formats: ["EZAK<base62:54>", "EZTK<base62:54>"] }),
  token({ id: "shippo-token", source: "docs.goshippo.com", formats: ["shippo_live_<hex:40>", "shippo_test_<hex:40>"] }),
  token({
    id: "duffel-token",
    source: "duffel.com/docs",
    formats: ["duffel_live_<padded:43>", "duffel_test_<padded:43>"],
  }),
  token({ id: "lob-key", source: "docs.lob.com", formats: ["live_<hex:35!>", "test_<hex:35!>"] }),
  token({
    id: "paddle-key",
    source: "developer.paddle.com: API keys",
    formats: [
      "pdl_live_apikey_<base62:26>_<base62:22>_<base62:3>",
      "pdl_sdbx_apikey_<base62:26>_<base62:22>_<base62:3>",
      "pdl_ntfset_<base36:26>_<base64:32>",
    ],
  }),
  token({
    id: "polar-token",
    source: "polar.sh/docs",
    formats: ["polar_oat_<base62:36>", "polar_pat_<base62:36>", "polar_at_o_<base62:36>", "polar_whs_<base62:32>"],
  }),
  token({
    id: "midtrans-key",
    source: "docs.midtrans.com: server keys",
    formats: ["Mid-server-<base64url:20>", "SB-Mid-server-<base64url:20>"],
    random: true,
  }),
  token({
    id: "xendit-key",
    source: "developers.xendit.co",
    formats: ["xnd_production_<base62:40>", "xnd_development_<base62:40>"],
  }),
  token({
    id: "revolut-key",
    source: "developer.revolut.com: Merchant API",
    formats: ["sk_1<base64url:48>"],
    random: true,
  }),
];
