import { KeyObject } from 'node:crypto';
import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** The gateway publishes a new key longer than this before it signs with it. */
const keptMs = 300_000;
const cooldownMs = 10_000;
const timeoutMs = 5_000;

/** The key set cannot be had: nobody can say whether a request is the gateway's. */
export class KeysUnavailable extends Error {}

/** The gateway's public keys. */
export interface KeySet {
  /** @throws KeysUnavailable */
  keyOf(id: string): Promise<KeyObject | undefined>;
}

const keySetOf = (find: JWTVerifyGetKey): KeySet => ({
  async keyOf(id) {
    try {
      const key = await find({ alg: 'EdDSA', kid: id }, { payload: '', signature: '' });
      return key instanceof Uint8Array ? undefined : KeyObject.from(key as CryptoKey);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) return undefined;
      throw new KeysUnavailable('the key set of the gateway cannot be read', { cause: error });
    }
  },
});

/** Keys from `/.well-known/http-message-signatures-directory` of the gateway, kept for five minutes. */
export const remoteKeys = (url: string): KeySet =>
  keySetOf(
    createRemoteJWKSet(new URL(url), {
      cacheMaxAge: keptMs,
      cooldownDuration: cooldownMs,
      timeoutDuration: timeoutMs,
    }),
  );

/** Keys that are at hand, as for tests. */
export const givenKeys = (keys: JSONWebKeySet): KeySet => keySetOf(createLocalJWKSet(keys));
