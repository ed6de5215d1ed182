import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  visit,
} from 'graphql';
import { type Audience, audiences, audiencesIn } from './audiences.ts';
import { audiencesOfScopes } from './scope-audiences.ts';

type Directives = readonly ConstDirectiveNode[];
type Holder = { readonly directives?: Directives | undefined };

const queries: ReadonlySet<string> = new Set(['Query', 'Subscription']);

/**
 * Tags each field of a root type and of an entity, to which any subgraph may add fields, with the audiences that are
 * shown it: those of its type where that states some, else those that may hold its scopes, else all. A mutation says it
 * itself. Other types are tagged only where their scopes narrow them: they are shown wherever a field returns them.
 */
export const withAudiences = (document: DocumentNode): DocumentNode =>
  visit(document, {
    ObjectTypeDefinition: (type) => {
      const isOpen = queries.has(type.name.value) || hasKey(type);
      const own = isOpen ? [] : narrowing(type);
      return {
        ...type,
        directives: withTags(type, own),
        fields: type.fields?.map((field) => tagged(field, type, isOpen)),
      };
    },
  });

const hasKey = ({ directives = [] }: ObjectTypeDefinitionNode) => directives.some(({ name }) => name.value === 'key');

const tagged = (field: FieldDefinitionNode, type: ObjectTypeDefinitionNode, isOpen: boolean): FieldDefinitionNode => {
  const ofType = audiencesIn(tagsOf(type));
  const open = ofType.length > 0 ? ofType : audiences.filter((each) => narrows(type, each) && narrows(field, each));
  return { ...field, directives: withTags(field, isOpen ? open : narrowing(field)) };
};

const narrows = (holder: Holder, audience: Audience) => {
  const narrowed = narrowing(holder);
  return narrowed.length === 0 || narrowed.includes(audience);
};

/** The audiences that may hold the scopes of a field or a type; empty where it takes none. */
const narrowing = ({ directives = [] }: Holder): Audience[] => {
  const rule = directives.find(({ name }) => name.value === 'requiresScopes')?.arguments?.[0]?.value;
  if (rule?.kind !== Kind.LIST) return [];
  return audiencesOfScopes(rule.values.map((set) => (set.kind === Kind.LIST ? set.values.map(textOf) : [textOf(set)])));
};

const textOf = (value: { kind: Kind; value?: unknown }) => (value.kind === Kind.STRING ? String(value.value) : '');

const tagsOf = ({ directives = [] }: Holder): string[] =>
  directives.flatMap(({ name, arguments: args }) => (name.value === 'tag' && args?.[0] ? [textOf(args[0].value)] : []));

/** What is stated stays. */
const withTags = (holder: Holder, shown: readonly Audience[]): Directives => {
  const { directives = [] } = holder;
  return audiencesIn(tagsOf(holder)).length > 0 ? directives : [...directives, ...shown.map(tag)];
};

const tag = (name: Audience): ConstDirectiveNode => ({
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value: 'tag' },
  arguments: [
    { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'name' }, value: { kind: Kind.STRING, value: name } },
  ],
});
