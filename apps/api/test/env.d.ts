declare namespace Cloudflare {
  interface Env extends OperatorEnv {}
}

type OperatorEnv = import("../src/compose.ts").Env;
