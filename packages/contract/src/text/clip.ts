/** Text of at most as many characters, never ending in half a surrogate pair. */
export function clip(text: string, maxChars: number): string {
  const whole = text.toWellFormed();
  if (whole.length <= maxChars) return whole;
  const cut = whole.slice(0, maxChars);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}
