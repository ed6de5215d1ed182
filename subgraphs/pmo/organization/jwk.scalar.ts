import { GraphQLScalarType, valueFromASTUntyped } from 'graphql';
import { BilingualError } from '../../kit/bilingual-error.ts';
import { findFault } from '../../kit/json-value.ts';

const limits = { depth: 8, values: 200, characters: 20_000 };

const notKey = {
  en: 'Jwk must be one key as a JSON object, without other text, depth or numbers than a key has.',
  id: 'Jwk harus satu kunci sebagai objek JSON, tanpa teks, kedalaman, atau angka selain yang dimiliki kunci.',
};

const checked = (value: unknown): unknown => {
  const fault = findFault([value], limits);
  if (!fault) return value;
  throw new BilingualError(notKey, { code: 'BAD_USER_INPUT' });
};

/**
 * Takes any small JSON: a typed input would repeat a private key, sent by mistake, in the error that refuses it. The
 * service reads it.
 */
export const Jwk = new GraphQLScalarType<unknown, never>({
  name: 'Jwk',
  description:
    'A public key for ES256 as a JSON Web Key (RFC 7517): `{"kty": "EC", "crv": "P-256", "x": "…", "y": "…", "kid": "…"}`. Without `kid` it gets its thumbprint (RFC 7638). Never send the private part `d`.',
  specifiedByURL: 'https://prakerja.test/scalars/jwk',
  serialize: () => {
    throw new TypeError('a key is never answered');
  },
  parseValue: checked,
  parseLiteral: (node, variables) => checked(valueFromASTUntyped(node, variables)),
});
