import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isPublic } from '../../subgraphs/kit/address.ts';

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/**
 * Says why the address of a partner's subgraph may not be asked. In production it leads over TLS to the internet; what
 * its name resolves to is looked at at each connection.
 */
export const addressFault = (address: string, { isProduction }: { isProduction: boolean }): string | undefined => {
  const url = URL.parse(address);
  if (!url) return 'it is no URL';
  if (!isProduction) return undefined;
  if (url.protocol !== 'https:') return 'it is not https';
  const host = hostOf(url);
  return isIP(host) !== 0 && !isPublic(host) ? 'it is not on the internet' : undefined;
};

/** Resolves a name, and refuses it where one of its addresses is inside: a name that leads elsewhere later gets nowhere. */
export const lookUpPublic: LookupFunction = (name, options, done) => {
  lookup(name, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '', 0);
    const inside = found.find(({ address }) => !isPublic(address));
    if (inside) return done(new Error(`${name} leads to ${inside.address}, which is not on the internet`), '', 0);
    const [first] = found;
    if (options.all) done(null, found);
    else done(null, first?.address ?? '', first?.family ?? 0);
  });
};
