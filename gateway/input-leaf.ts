import { type GraphQLLeafType, type GraphQLScalarType, isEnumType, Kind, type ValueNode } from 'graphql';
import { textOf } from '../subgraphs/kit/bilingual-error.ts';
import type { Text } from '../subgraphs/kit/language.ts';
import { DateScalar, DateTime, Rupiah } from '../subgraphs/kit/scalars.ts';
import { untranslated } from './errors.ts';

/** What a scalar or enum takes, and the sentence for everything else. */
export interface LeafCheck {
  accepts(value: unknown): boolean;
  text: Text;
}

const isInt = (value: unknown) => Number.isInteger(value) && (value as number) === ((value as number) | 0);
const isText = (value: unknown) => typeof value === 'string';
const isFlag = (value: unknown) => typeof value === 'boolean';
// A larger number has lost digits already when it was read from JSON.
const isId = (value: unknown) => isText(value) || Number.isSafeInteger(value);

const parsing = ({ parseValue }: GraphQLScalarType): LeafCheck => {
  const faultOf = (value: unknown): Text | undefined => {
    try {
      parseValue(value);
      return undefined;
    } catch (error) {
      return textOf(error) ?? untranslated((error as Error).message);
    }
  };
  return { accepts: (value) => faultOf(value) === undefined, text: faultOf(undefined) ?? untranslated('') };
};

const texts = {
  Int: {
    en: 'Int must be a whole number of 32 bits, without quotes.',
    id: 'Int harus bilangan bulat 32 bit, tanpa tanda kutip.',
  },
  Float: { en: 'Float must be a number, without quotes.', id: 'Float harus bilangan, tanpa tanda kutip.' },
  Boolean: {
    en: 'Boolean must be true or false, without quotes.',
    id: 'Boolean harus true atau false, tanpa tanda kutip.',
  },
  String: { en: 'String must be text in quotes.', id: 'String harus teks dalam tanda kutip.' },
  ID: {
    en: 'ID must be text in quotes, or a whole number below 2^53.',
    id: 'ID harus teks dalam tanda kutip, atau bilangan bulat di bawah 2^53.',
  },
};

/** The scalars that we know. A subgraph checks them too; here a literal and a variable are told the same. */
const known: ReadonlyMap<string, LeafCheck> = new Map([
  ['Int', { accepts: isInt, text: texts.Int }],
  ['Float', { accepts: Number.isFinite, text: texts.Float }],
  ['Boolean', { accepts: isFlag, text: texts.Boolean }],
  ['String', { accepts: isText, text: texts.String }],
  ['ID', { accepts: isId, text: texts.ID }],
  ...[Rupiah, DateScalar, DateTime].map((scalar) => [scalar.name, parsing(scalar as GraphQLScalarType)] as const),
]);

/** Undefined for a scalar that only its owner knows. */
export const leafCheckOf = (type: GraphQLLeafType): LeafCheck | undefined =>
  isEnumType(type)
    ? {
        accepts: (value) => typeof value === 'string' && type.getValue(value) !== undefined,
        text: {
          en: `${type.name} must be one of its values; in a document they stand without quotes.`,
          id: `${type.name} harus salah satu nilainya; dalam dokumen ditulis tanpa tanda kutip.`,
        },
      }
    : known.get(type.name);

/** Why a literal is none of `type`; undefined when it is. */
export const literalFault = (type: GraphQLLeafType, node: ValueNode): Text | undefined => {
  const check = leafCheckOf(type);
  return check?.accepts(jsonOf(node, type)) === false ? check.text : undefined;
};

/** What would stand in JSON; undefined, which no leaf takes, for a literal that JSON cannot say. */
const jsonOf = (node: ValueNode, type: GraphQLLeafType): unknown => {
  if (isEnumType(type)) return node.kind === Kind.ENUM ? node.value : undefined;
  if (node.kind === Kind.STRING || node.kind === Kind.BOOLEAN) return node.value;
  if (node.kind === Kind.INT) return Number(node.value);
  // Where a whole number is wanted `1.0` is none, though JSON makes it 1.
  return node.kind === Kind.FLOAT && type.name === 'Float' ? Number(node.value) : undefined;
};
