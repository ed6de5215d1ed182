import { GraphQLScalarType, valueFromASTUntyped } from 'graphql';

/**
 * Takes any JSON: a typed input would repeat a private key, sent by mistake, in the error that refuses it. The service
 * reads it.
 */
export const Jwk = new GraphQLScalarType<unknown, never>({
  name: 'Jwk',
  description:
    'A public key for ES256 as a JSON Web Key (RFC 7517): `{"kty": "EC", "crv": "P-256", "x": "…", "y": "…", "kid": "…"}`. Without `kid` it gets its thumbprint (RFC 7638). Never send the private part `d`.',
  serialize: () => {
    throw new TypeError('a key is never answered');
  },
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});
