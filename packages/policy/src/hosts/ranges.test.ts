import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contains, formatAddress, type Network, overlaps, parseAddress } from "./address.ts";
import { rangeReach, readNetwork } from "./ranges.ts";

function network(cidr: string): Network {
  const read = readNetwork(cidr);
  if (read === undefined) throw new Error(cidr);
  return read.network;
}

describe("readNetwork", () => {
  test.each([
    ["10.0.0.0/8", "10.0.0.0/8"],
    ["10.1.2.3/8", "10.0.0.0/8"],
    ["10.1.2.3/32", "10.1.2.3/32"],
    ["255.255.255.255/31", "255.255.255.254/31"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["2001:DB8:0:0:0:0:0:1/128", "2001:db8::1/128"],
    ["2001:db8:0:1:1:1:1:1/128", "2001:db8:0:1:1:1:1:1/128"],
    ["2001:0:0:1:0:0:0:1/128", "2001:0:0:1::1/128"],
    ["2001:db8:ffff::/33", "2001:db8:8000::/33"],
    ["::/0", "::/0"],
    ["::ffff:10.1.2.3/104", "10.0.0.0/8"],
    ["::ffff:a01:203/128", "10.1.2.3/32"],
    ["::FFFF:0:0/96", "0.0.0.0/0"],
    ["::ffff:0:0/95", "::fffe:0:0/95"],
    ["64:ff9b::192.0.2.1/128", "64:ff9b::c000:201/128"],
  ])("reads %s as %s", (text, cidr) => {
    expect(readNetwork(text)).toMatchObject({ cidr, rewritten: text !== cidr });
  });

  test.each([
    ...[
      "10.0.0.0",
      "10.0.0.0/",
      "10.0.0/8",
      "10.0.0.0/33",
      "10.0.0.0/08",
      "10.0.0.0/-1",
      "10.0.0.0/8/8",
      "010.0.0.0/8",
    ],
    ...["0x0a.0.0.0/8", " 10.0.0.0/8", "10.0.0.0 /8", "2001:db8::/129", "2001::db8::/32", ":::/0", "1:2:3:4:5:6:7/64"],
    ...[
      "1:2:3:4:5:6:7:8:9/64",
      "12345::/16",
      "fe80::1%eth0/64",
      "::1.2.3.4::/96",
      "1.2.3.4::/96",
      "::1.2.3/96",
      "/8",
      "a/8",
    ],
    ...["１０.0.0.0/8", "1::2:3:4:5:6:7:8/64"],
  ])("takes %j for no network", (text) => {
    expect(readNetwork(text)).toBeUndefined();
  });

  test("an address is written so that it reads as itself, in the form of the URL standard", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), fc.subarray([0, 1, 2, 3, 4, 5, 6, 7]), (all, zero) => {
        const bits = zero.reduce((rest, group) => rest & ~(0xffffn << BigInt(16 * group)), all);
        fc.pre(bits >> 32n !== 0xffffn);
        const text = formatAddress({ family: 6, bits });
        expect(parseAddress(text)).toEqual({ family: 6, bits });
        expect(`[${text}]`).toBe(new URL(`http://[${text}]/`).hostname);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("networks beside each other", () => {
  test("a network is inside those with fewer of its own bits", () => {
    expect(contains(network("10.0.0.0/8"), network("10.1.0.0/16"))).toBe(true);
    expect(contains(network("10.1.0.0/16"), network("10.0.0.0/8"))).toBe(false);
    expect(overlaps(network("10.0.0.0/8"), network("10.1.0.0/16"))).toBe(true);
    expect(overlaps(network("10.0.0.0/9"), network("10.128.0.0/9"))).toBe(false);
    expect(overlaps(network("::/0"), network("0.0.0.0/0"))).toBe(false);
    expect(contains(network("2001:db8::/32"), network("2001:db8:8000::/33"))).toBe(true);
  });
});

describe("rangeReach", () => {
  test.each([
    ["203.0.113.0/24", "public"],
    ["2001:db8::/32", "public"],
    ["10.0.0.0/8", "private"],
    ["172.31.255.0/24", "private"],
    ["172.32.0.0/16", "public"],
    ["192.168.1.1/32", "private"],
    ["192.0.0.0/8", "private"],
    ["100.127.0.0/16", "private"],
    ["fd00::/8", "private"],
    ["64:ff9b::a00:1/128", "private"],
    ["127.8.8.8/32", "guarded"],
    ["126.0.0.0/7", "guarded"],
    ["169.254.169.254/32", "guarded"],
    ["::ffff:127.0.0.1/128", "guarded"],
    ["::127.0.0.1/128", "guarded"],
    ["febf::/16", "guarded"],
    ["fe00::/7", "guarded"],
    ["100.100.100.200/32", "guarded"],
    ["100.100.100.0/24", "private"],
    ["0.0.0.0/0", "everything"],
    ["::/0", "everything"],
    ["::/1", "guarded"],
  ])("of %s is %s", (cidr, reach) => {
    expect(rangeReach(network(cidr))).toBe(reach);
  });
});
