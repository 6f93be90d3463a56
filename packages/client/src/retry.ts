/** How often and how patiently a call is tried again. */
export interface RetryPolicy {
  /** Tries in all, the first included. */
  attempts: number;
  /** The longest wait before the second try, in milliseconds; it doubles with every further one. */
  baseDelayMs: number;
  /** No wait is longer, in milliseconds, unless the service asks for one with `Retry-After`. */
  maxDelayMs: number;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 4, baseDelayMs: 200, maxDelayMs: 5000 };

/** Waits longer than this are the caller's to decide on, in milliseconds. */
const MAX_RETRY_AFTER_MS = 60_000;

const RETRYABLE_STATUS: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** True when an answer says that the same request may succeed later. */
export function isRetryable(response: Response): boolean {
  return RETRYABLE_STATUS.has(response.status);
}

function retryAfterMs(response: Response | undefined, now: number): number | undefined {
  const header = response?.headers.get("retry-after");
  if (!header) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS);
}

/**
 * How long to wait before a try, in milliseconds: what the service asks for, else a random part of a span that doubles,
 * so that clients that failed together do not come back together.
 *
 * @param attempt the try that failed, from 1
 * @param random a number from 0 to 1
 */
export function retryDelay(
  policy: RetryPolicy,
  attempt: number,
  response: Response | undefined,
  random: number,
  now: number,
): number {
  const asked = retryAfterMs(response, now);
  if (asked !== undefined) return asked;
  return Math.min(policy.baseDelayMs * 2 ** (attempt - 1), policy.maxDelayMs) * random;
}

/** Resolves after `ms`, or rejects with the signal's reason as soon as it is aborted. */
export function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
