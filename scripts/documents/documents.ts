import { type GraphQLObjectType, type GraphQLSchema, Kind, parse, validate } from 'graphql';
import type { Audience } from '../../subgraphs/kit/audiences.ts';
import type { DeclaredMutation } from '../../subgraphs/kit/mutation.ts';
import { scopesOf } from '../../subgraphs/kit/scopes.ts';
import { documentOf } from './document.ts';
import { type Holder, Protection } from './protection.ts';

type PeopleAudience = Extract<Audience, 'public' | 'officer'>;

/** The folder of people's documents that nobody has written by hand. */
export const DOCUMENTS = 'schema/documents';

const operations = ['query', 'mutation', 'subscription'] as const;
type Operation = (typeof operations)[number];

const rootOf = (schema: GraphQLSchema, operation: Operation): GraphQLObjectType | undefined =>
  ({ query: schema.getQueryType(), mutation: schema.getMutationType(), subscription: schema.getSubscriptionType() })[
    operation
  ] ?? undefined;

/** Root fields that documents ask, each as `query me`. */
const askedBy = (texts: readonly string[]): Set<string> =>
  new Set(
    texts.flatMap((text) =>
      parse(text).definitions.flatMap((definition) =>
        definition.kind === Kind.OPERATION_DEFINITION
          ? definition.selectionSet.selections.flatMap((selection) =>
              selection.kind === Kind.FIELD ? [`${definition.operation} ${selection.name.value}`] : [],
            )
          : [],
      ),
    ),
  );

/** Root fields of a schema that none of `texts`, as far as they are documents of it, asks; each as `mutation joinWave`. */
const unasked = (schema: GraphQLSchema, texts: readonly string[]): string[] => {
  const asked = askedBy(texts.filter((text) => validate(schema, parse(text)).length === 0));
  return operations.flatMap((operation) => {
    const names = Object.keys(rootOf(schema, operation)?.getFields() ?? {});
    return names.map((name) => `${operation} ${name}`).filter((name) => !asked.has(name));
  });
};

const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const HEADS: Record<PeopleAudience, { token: string; role: 'participant' | 'officer' }> = {
  public: { token: "a participant's", role: 'participant' },
  officer: { token: "an officer's", role: 'officer' },
};

interface Written {
  /** All documents that there are already. */
  texts: readonly string[];
  mutations: readonly DeclaredMutation[];
  schemas: Readonly<Record<Audience, GraphQLSchema>>;
  /** The text of the supergraph, whose directives say who may read what. */
  supergraph: string;
}

const scopesNamedIn = (text: string) => [...text.matchAll(/`([a-z]+(?::[a-z]+)?)`/g)].map(([, scope = '']) => scope);

/** Root fields that a role may ask: officers are shown what organisations do too, and may not do it. */
const mayAsk = ({ mutations }: Written, protection: Protection, { role, own }: { role: string; own: Holder }) => {
  const taking = new Map(mutations.map(({ name, takes }) => [name, takes]));
  return (coordinate: string): boolean => {
    if (!protection.isOpenTo(coordinate, own)) return false;
    const takes = taking.get(coordinate.slice(coordinate.indexOf('.') + 1));
    if (takes === undefined || !coordinate.startsWith('Mutation.')) return true;
    const scopes = scopesNamedIn(takes);
    // What proves by itself who sent it takes no token.
    return scopes.length === 0 ? role === 'participant' : scopes.some((scope) => own.scopes.has(scope));
  };
};

const documentsOf = (audience: PeopleAudience, written: Written): [string, string][] => {
  const { texts, schemas, supergraph } = written;
  const { token, role } = HEADS[audience];
  const schema = schemas[audience];
  const protection = new Protection(parse(supergraph));
  const own: Holder = { hasToken: true, scopes: new Set(scopesOf(role)) };
  const isAsked = mayAsk(written, protection, { role, own });
  return unasked(schema, texts).flatMap((name): [string, string][] => {
    const [operation, fieldName = ''] = name.split(' ') as [Operation, string];
    const root = rootOf(schema, operation) as GraphQLObjectType;
    const field = root.getFields()[fieldName];
    if (!field || !isAsked(`${root.name}.${fieldName}`)) return [];
    // What is open to strangers is asked by strangers too.
    const isOpen = audience === 'public' && !protection.isProtected(`${root.name}.${fieldName}`);
    const holder: Holder = isOpen ? { hasToken: false, scopes: new Set() } : own;
    const text = documentOf({ operation, root, field, holder, protection });
    const head = isOpen ? '# Public: no token is needed.' : `# Token: ${token}.`;
    const path = `${DOCUMENTS}/${kebab(fieldName)}.graphql`;
    return [[path, `# Written by "npm run schema".\n${head}\n${text}\n`]];
  });
};

/**
 * Path → a document for each root field of participants and officers that no document of ours asks: where a gateway
 * takes known documents only, everything that they may do can be done.
 */
export const peoplesDocuments = (written: Written): [string, string][] => {
  const everyones = documentsOf('public', written);
  const texts = [...written.texts, ...everyones.map(([, text]) => text)];
  return [...everyones, ...documentsOf('officer', { ...written, texts })];
};
