import { gzipSync } from 'node:zlib';
import type { Addresses } from './addresses.ts';
import { type CredentialClaims, secondsOf } from './credential.ts';

/** Entries of a list: the least that the specification allows, so that none stands alone. */
const ENTRIES = 131_072;
/** A list that is older says nothing of today. */
const VALID_MS = 24 * 3_600_000;

/** A bitstring as it is published: bit 0 is the highest of the first byte; gzip, and base64url with multibase's `u`. */
export const encodedList = (places: readonly number[]): string => {
  const bits = Buffer.alloc(ENTRIES / 8);
  for (const place of places) bits[place >> 3] = (bits[place >> 3] ?? 0) | (0x80 >> (place & 7));
  return `u${gzipSync(bits).toString('base64url')}`;
};

interface StatusList {
  number: number;
  /** Places whose certificate is revoked. */
  revoked: readonly number[];
}

/** Returns the credential of a list (Bitstring Status List v1.0), valid for a day from `now` on. */
export const statusListOf = ({ number, revoked }: StatusList, addresses: Addresses, now: Date): CredentialClaims => {
  const id = addresses.statusList(number);
  const seconds = secondsOf(now);
  const end = new Date(seconds * 1000 + VALID_MS);
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: addresses.programme,
    validFrom: new Date(seconds * 1000).toISOString(),
    validUntil: end.toISOString(),
    credentialSubject: {
      id: `${id}#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      encodedList: encodedList(revoked),
    },
    iss: addresses.programme,
    jti: id,
    nbf: seconds,
    iat: seconds,
    exp: secondsOf(end),
  };
};
