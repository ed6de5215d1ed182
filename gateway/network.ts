import { isIPv4, isIPv6 } from 'node:net';

/** The address in an entry of X-Forwarded-For, without brackets, port and zone; undefined when there is none. */
export const bareAddress = (entry: string): string | undefined => {
  const text = entry.trim();
  if (isIPv4(text)) return text;
  const [, bracketed, ipv4] = /^(?:\[([^\]]{2,64})\](?::\d{1,5})?|(\d[\d.]{6,14}):\d{1,5})$/.exec(text) ?? [];
  const address = (ipv4 ?? bracketed ?? text).replace(/%.*$/, '');
  return isIPv4(address) || isIPv6(address) ? address : undefined;
};

/** What one subscriber commonly has: an IPv4 address, or the /64 of an IPv6 address. */
export const networkOf = (address: string): string => {
  if (isIPv4(address)) return address;
  const bare = bareAddress(address);
  if (bare === undefined) return 'unknown';
  if (isIPv4(bare)) return bare;
  const groups = groupsOf(bare);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return [groups[6] ?? 0, groups[7] ?? 0].flatMap((group) => [group >> 8, group & 0xff]).join('.');
  return groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':');
};

/** The eight numbers of a valid IPv6 address. */
const groupsOf = (address: string): number[] => {
  const hex = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...octets: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = octets.slice(0, 4).map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [head = '', tail] = hex.split('::');
  const before = head.split(':').filter(Boolean);
  const after = tail?.split(':').filter(Boolean) ?? [];
  const between = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...between, ...after].map((group) => Number.parseInt(group, 16));
};
