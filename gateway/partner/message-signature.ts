import { hash, type KeyObject, sign } from 'node:crypto';

/** A part of a request that is signed: the name of a header or, with `@`, of something derived (RFC 9421, section 2). */
export type Component = readonly [name: string, value: string];

/** Parameters of a signature, in the order in which they are written: integers or strings (section 2.3). */
export type SignatureParameter = readonly [name: string, value: number | string];

export interface MessageSignature {
  /** The `signature-input` header without its label. */
  input: string;
  /** In base64. */
  signature: string;
}

const quoted = (text: string): string => {
  if (!/^[\x20-\x7e]*$/.test(text)) throw new RangeError('a string of a structured field is printable ASCII');
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
};

/** Signs components of a request with an Ed25519 key, as RFC 9421 says in section 3.3.6. */
export const signMessage = (
  components: readonly Component[],
  parameters: readonly SignatureParameter[],
  key: KeyObject,
): MessageSignature => {
  const names = components.map(([name]) => quoted(name)).join(' ');
  const written = parameters.map(([name, value]) => `;${name}=${typeof value === 'number' ? value : quoted(value)}`);
  const input = `(${names})${written.join('')}`;
  const lines = components.map(([name, value]) => `${quoted(name)}: ${value}\n`);
  const base = `${lines.join('')}"@signature-params": ${input}`;
  return { input, signature: sign(null, Buffer.from(base), key).toString('base64') };
};

/** The `content-digest` header of a body (RFC 9530). */
export const contentDigestOf = (body: string): string => `sha-256=:${hash('sha256', body, 'base64')}:`;
