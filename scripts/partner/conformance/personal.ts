import { type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';
import { isPersonal } from './facts.ts';

/** A NIK or KK: region code, day (women's plus 40), month, year, and a number of four digits. */
const nik =
  /(?<!\d)[1-9]\d[0-9]{2}\d{2}(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d{2}(?!0000)\d{4}(?!\d)/;
const phone = /(?<![\d\w])(?:\+62|62|0)8[1-9]\d{7,11}(?!\d)/;
const email = /[\w.+-]+@[\w-]+\.[\w.]{2,}/;

const kinds: readonly [string, RegExp][] = [
  ['a NIK or KK', nik],
  ['a phone number', phone],
  ['an e-mail address', email],
];

const uuid = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi;

/** Separators do not hide a number; an id is none. */
const kindOf = (value: string | number): string | undefined => {
  const text = String(value).replace(uuid, 'id');
  const close = text.replace(/(?<=\d)[ .-](?=\d)/g, '');
  return kinds.find(([, pattern]) => pattern.test(text) || pattern.test(close))?.[0];
};

interface Place {
  schema: GraphQLSchema;
  /** Undefined where the schema knows no more what stands here. */
  type: GraphQLObjectType | undefined;
  coordinate: string;
}

const typeNamed = (schema: GraphQLSchema, name: unknown): GraphQLObjectType | undefined => {
  const type = typeof name === 'string' ? schema.getType(name) : undefined;
  return isObjectType(type) ? type : undefined;
};

/** Returns the coordinate of the first value that looks like personal data in a field that is not marked as such. */
export const personalIn = (value: unknown, place: Place): string | undefined => {
  if (Array.isArray(value)) return value.map((each) => personalIn(each, place)).find(Boolean);
  if (typeof value === 'string' || typeof value === 'number') {
    const kind = kindOf(value);
    return kind && `${place.coordinate} answers what looks like ${kind}`;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { schema } = place;
  const type = typeNamed(schema, (value as { __typename?: unknown }).__typename) ?? place.type;
  for (const [name, inner] of Object.entries(value)) {
    const field = type?.getFields()[name];
    if (field && isPersonal(field)) continue;
    const found = personalIn(inner, {
      schema,
      type: undefined,
      coordinate: `${type?.name ?? place.coordinate}.${name}`,
    });
    if (found) return found;
  }
  return undefined;
};
