/** An IP address as its 16-bit (v6) or 8-bit (v4) groups. */
export type Address = { family: 4; groups: readonly number[] } | { family: 6; groups: readonly number[] };

/** Four decimal numbers; leading zeros are refused because some readers take them for octal. */
function readV4(text: string): number[] | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  const groups: number[] = [];
  for (const part of parts) {
    if (!/^(?:0|[1-9][0-9]{0,2})$/.test(part) || Number(part) > 255) return undefined;
    groups.push(Number(part));
  }
  return groups;
}

function readGroups(text: string): number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1 && part.includes(".")) {
      const [a, b, c, d] = readV4(part) ?? [];
      if (a === undefined || b === undefined || c === undefined || d === undefined) return undefined;
      groups.push(a * 256 + b, c * 256 + d);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** Source: RFC 4291 section 2.2. Zones (`%eth0`) are not addresses of a network and are refused. */
function readV6(text: string): number[] | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const front = readGroups(halves[0] ?? "");
  if (front === undefined) return undefined;
  if (halves.length === 1) return front.length === 8 ? front : undefined;
  // An address in the middle, such as `::1.2.3.4::`, cannot be: only the last part may have dots.
  if (halves[0]?.includes(".")) return undefined;
  const back = readGroups(halves[1] ?? "");
  if (back === undefined || front.length + back.length > 7) return undefined;
  return [...front, ...Array.from({ length: 8 - front.length - back.length }, () => 0), ...back];
}

export function readAddress(text: string): Address | undefined {
  if (text.length > 45) return undefined;
  const groups = text.includes(":") ? readV6(text) : readV4(text);
  if (groups === undefined) return undefined;
  return { family: text.includes(":") ? 6 : 4, groups };
}

/** Source: RFC 5952: lower case, no leading zeros, the first longest run of two or more zero groups as `::`. */
export function formatAddress({ family, groups }: Address): string {
  if (family === 4) return groups.join(".");
  let start = -1;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && groups[end] === 0) end += 1;
    if (end - i > length) [start, length] = [i, end - i];
  }
  const hex = groups.map((group) => group.toString(16));
  if (start < 0) return hex.join(":");
  return `${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}`;
}
