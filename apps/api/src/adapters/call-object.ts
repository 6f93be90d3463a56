/**
 * Calls a Durable Object, once more on a fresh stub when the platform says that this may help. Every call made this way
 * has the effect of one however often it arrives.
 */
export async function callObject<Stub, Result>(
  stub: () => Stub,
  call: (stub: Stub) => Promise<Result>,
): Promise<Result> {
  try {
    return await call(stub());
  } catch (error) {
    if (!isRetryable(error)) throw error;
    return call(stub());
  }
}

function isRetryable(error: unknown): boolean {
  return flag(error, "retryable") && !flag(error, "overloaded");
}

/** True when the platform refused a call because the object has too much to do. */
export function isOverloaded(error: unknown): boolean {
  return flag(error, "overloaded");
}

function flag(error: unknown, name: string): boolean {
  return typeof error === "object" && error !== null && name in error && error[name as keyof typeof error] === true;
}
