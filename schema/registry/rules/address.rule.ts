import type { Finding } from '../finding.ts';
import { findingAt, type Rule } from '../rule.ts';

const rule = 'address';
const loopback = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** Keeps requests, which carry callers' assertions, on encrypted ways and away from other owners' subgraphs. */
export const addressRule: Rule = ({ candidate, liveParts }) => {
  const at = (code: string, message: string, owner?: string): Finding =>
    findingAt(undefined, { rule, code, message, coordinate: '', ...(owner !== undefined && { owner }) });
  const url = URL.parse(candidate.address);
  if (!url) return [at('ADDRESS_MALFORMED', `${candidate.address} is no URL`)];
  const other = liveParts.find(
    ({ address, organization }) => organization !== candidate.organization && URL.parse(address)?.href === url.href,
  );
  const isPlain = url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback.test(url.hostname));
  return [
    ...(isPlain ? [at('ADDRESS_NOT_ENCRYPTED', `${candidate.address} must be https`)] : []),
    ...(url.username || url.password || url.hash || url.search
      ? [at('ADDRESS_WITH_SECRET', 'the address must have no password, query or fragment')]
      : []),
    ...(other
      ? [at('ADDRESS_OF_ANOTHER', `${candidate.address} is where ${other.name} answers`, other.organization)]
      : []),
  ];
};
