import type { Finding } from '../finding.ts';
import { findingAt, type Rule, type RuleContext } from '../rule.ts';

const rule = 'address';
const loopback = /^(127(\.\d+){3}|localhost|.+\.localhost|\[::1\]|0\.0\.0\.0|\[::\]|\[::ffff:7f.*\])$/;
/** Networks that only somebody inside could mean (RFC 1918, 3927, 4193, 6598), written as addresses. */
const inside =
  /^(10(\.\d+){3}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|192\.168(\.\d+){2}|169\.254(\.\d+){2}|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])(\.\d+){2}|\[(f[cd]|fe[89ab]|::).*\]|.+\.(internal|local))$/;

/** Keeps requests, which carry callers' assertions, on encrypted ways, out of inner networks and from others' subgraphs. */
export const addressRule: Rule = (context) => {
  const { candidate, liveParts } = context;
  const at = (code: string, message: string, owner?: string): Finding =>
    findingAt(undefined, { rule, code, message, coordinate: '', ...(owner !== undefined && { owner }) });
  const { address } = candidate;
  const url = URL.parse(address);
  if (!url) return [at('ADDRESS_MALFORMED', `${address} is no URL`)];
  const other = liveParts.find(
    (each) => each.organization !== candidate.organization && originOf(each.address) === originOf(address),
  );
  const mayBePlain = loopback.test(url.hostname) && isAllOnLoopback(context);
  return [
    ...(url.protocol === 'https:' || (url.protocol === 'http:' && mayBePlain)
      ? []
      : [at('ADDRESS_NOT_ENCRYPTED', `${address} must be https`)]),
    ...(inside.test(url.hostname) || (loopback.test(url.hostname) && !mayBePlain)
      ? [at('ADDRESS_INSIDE', `${address} is in an inner network: the gateway would look into its own`)]
      : []),
    ...(url.username || url.password || url.hash || url.search
      ? [at('ADDRESS_WITH_SECRET', 'the address must have no password, query or fragment')]
      : []),
    ...(other ? [at('ADDRESS_OF_ANOTHER', `${address} is where ${other.name} answers`, other.organization)] : []),
  ];
};

/** The default run, where all services are on one machine. */
const isAllOnLoopback = ({ liveParts }: RuleContext): boolean =>
  liveParts.every(({ address }) => loopback.test(URL.parse(address)?.hostname ?? ''));

/** All names of this machine are one. */
const originOf = (address: string): string => {
  const url = URL.parse(address);
  return url ? `${loopback.test(url.hostname) ? 'loopback' : url.hostname.replace(/\.$/, '')}:${url.port}` : address;
};
