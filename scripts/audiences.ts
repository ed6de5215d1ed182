import {
  type DocumentNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
  printSchema,
  validate,
  validateSchema,
} from 'graphql';
import { tagsIn } from '../gateway/contract/directives.ts';
import { untaggedFields } from '../gateway/contract/tagged.ts';
import { readAudiences } from '../gateway/supergraph.ts';
import { type Audience, audiences } from '../subgraphs/kit/audiences.ts';
import type { DeclaredMutation } from '../subgraphs/kit/mutation.ts';

type Schemas = Readonly<Record<Audience, GraphQLSchema>>;

/** The schema of each audience. */
export const schemasOf = (supergraph: string): Schemas =>
  Object.fromEntries(
    Object.entries(readAudiences(supergraph)).map(([audience, { schema }]) => [audience, schema]),
  ) as Schemas;

/** Path → all that an audience is shown. */
export const audienceFiles = (schemas: Schemas): [string, string][] =>
  audiences.map((audience) => [`schema/audiences/${audience}.graphql`, `${printSchema(schemas[audience])}\n`]);

const knownTag = new RegExp(`^(${audiences.join('|')}|personal-data/(general|specific))$`);

/** What is wrong with how a supergraph names audiences, one line for each fault. */
export const audienceFaults = (supergraph: string): string[] => {
  const document = parse(supergraph);
  const tags = tagsIn(document).filter((name) => !knownTag.test(name));
  const untagged = untaggedFields(document);
  const schemas = schemasOf(supergraph);
  return [
    ...tags.map((name) => `the tag "${name}" is none of an audience, nor of personal data`),
    ...untagged.map((field) => `${field} names no audience: only officers would be shown it`),
    ...audiences.flatMap((audience) => [
      ...validateSchema(schemas[audience]).map(({ message }) => `${audience}: ${message}`),
      ...tellingTexts(schemas, audience).map((text) => `${audience}: ${text}`),
    ]),
  ];
};

interface Description {
  place: string;
  text: string;
}

/** Words that can only be names: in backticks, or with a capital, an underscore or a point inside. */
const nameLike = /`([\w.]+)`|\b(\w*[a-z][A-Z]\w*(?:\.\w+)?|[A-Z]+_[A-Z_]+|[A-Z]\w*\.\w+)\b/g;

/** Texts of refusals that name what whoever may be refused is not shown. */
export const refusalFaults = (mutations: readonly DeclaredMutation[], schemas: Schemas): string[] =>
  audiences.flatMap((audience) => {
    const own = mutations.filter((mutation) => mutation.audiences.includes(audience));
    const texts = own.flatMap(({ name, refusals }) =>
      refusals.flatMap(({ code, text }) =>
        [text.en, text.id].map((words) => ({ place: `${name}, refusal ${code}`, text: words })),
      ),
    );
    return namedIn(texts, schemas, audience).map(
      ({ place, words }) => `${audience}: ${place} names ${words}, which is not shown`,
    );
  });

/** Descriptions and reasons that name what their reader is not shown. */
const tellingTexts = (schemas: Schemas, audience: Audience): string[] =>
  namedIn(describedIn(schemas[audience]), schemas, audience).map(
    ({ place, words }) => `the description of ${place} names ${words}, which is not shown`,
  );

/** Names in texts of what an audience is not shown. */
const namedIn = (texts: readonly Description[], schemas: Schemas, audience: Audience) => {
  const known = namesIn(schemas[audience]);
  const hidden = new Set([...namesIn(schemas.officer)].filter((name) => !known.has(name)));
  return texts.flatMap(({ place, text }) =>
    [...text.matchAll(nameLike)].flatMap(([, quoted, plain]) => {
      const words = quoted ?? plain ?? '';
      const isTelling = hidden.has(words) || (!known.has(words) && words.split('.').every((word) => hidden.has(word)));
      return isTelling ? [{ place, words }] : [];
    }),
  );
};

const fieldsOf = (type: GraphQLNamedType): GraphQLField<unknown, unknown>[] =>
  isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];

const isOwn = ({ name }: GraphQLNamedType) => !name.startsWith('__');

/** Names of types, coordinates of members, and names of members alone. */
const namesIn = (schema: GraphQLSchema): ReadonlySet<string> => {
  const types = Object.values(schema.getTypeMap()).filter(isOwn);
  const members = types.flatMap((type) => [
    ...fieldsOf(type).flatMap((field) => [
      `${type.name}.${field.name}`,
      field.name,
      ...field.args.map(({ name }) => name),
    ]),
    ...(isEnumType(type) ? type.getValues().flatMap(({ name }) => [`${type.name}.${name}`, name]) : []),
    ...(isInputObjectType(type) ? Object.keys(type.getFields()).flatMap((name) => [`${type.name}.${name}`, name]) : []),
  ]);
  return new Set([...types.map(({ name }) => name), ...members]);
};

const describedIn = (schema: GraphQLSchema): Description[] =>
  Object.values(schema.getTypeMap())
    .filter(isOwn)
    .flatMap((type) => [
      { place: type.name, text: type.description ?? '' },
      ...fieldsOf(type).flatMap((field) => [
        textsOf(`${type.name}.${field.name}`, field),
        ...field.args.map((arg) => textsOf(`${type.name}.${field.name}(${arg.name}:)`, arg)),
      ]),
      ...(isEnumType(type) ? type.getValues().map((value) => textsOf(`${type.name}.${value.name}`, value)) : []),
      ...(isInputObjectType(type)
        ? Object.values(type.getFields()).map((field) => textsOf(`${type.name}.${field.name}`, field))
        : []),
    ]);

const textsOf = (
  place: string,
  { description, deprecationReason }: { description?: string | null; deprecationReason?: string | null },
): Description => ({ place, text: `${description ?? ''} ${deprecationReason ?? ''}` });

/** What the comment at the head of an operation says of its sender, and who that is. */
const senders: readonly [RegExp, Audience][] = [
  [/\b(person|participant)'s\b|none|Public/, 'public'],
  [/\b(platform|institution|organisation|assessor)\b/, 'platform'],
  [/\bportal's\b/, 'portal'],
  [/\btreasury's\b/, 'payment'],
  [/\bbank's\b/, 'bank'],
  [/\bofficer's\b/, 'officer'],
];

/** The audiences that may be sent what a file of `schema/operations` or `schema/commands` asks. */
export const sendersOf = (text: string): Audience[] => {
  const [head = ''] = /^# (Token:|Public).*$/m.exec(text) ?? [];
  return senders.flatMap(([pattern, audience]) => (pattern.test(head) ? [audience] : []));
};

/** Faults of an operation in the schemas of those who send it; a file that does not say who does is one. */
export const operationFaults = (text: string, schemas: Schemas): string[] => {
  const document: DocumentNode = parse(text);
  const sending = sendersOf(text);
  if (sending.length === 0) return ['no line "# Token: …" or "# Public: …" says who sends it'];
  return sending.flatMap((audience) =>
    validate(schemas[audience], document).map(({ message }) => `${audience}: ${message}`),
  );
};
