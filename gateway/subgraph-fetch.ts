import { type FragmentDefinitionNode, type GraphQLSchema, Kind, type OperationDefinitionNode, parse } from 'graphql';
import type { Rewrite } from './executor/rewrite.ts';
import type { TypeNames } from './executor/type-names.ts';
import { type PersonFields, personFieldsOf } from './partner/person-fields.ts';
import { CompiledSelection, type Selection } from './subgraph-selection.ts';

/** A root field of a call; of entity fetches also the fields asked of each entity and the variable with their keys. */
export interface OwedField {
  key: string;
  /** @skip or @include may leave it out. */
  isOptional: boolean;
  entities?: { variable: string; fields: string[] };
}

/** What one operation of a plan asks of its subgraph. */
export interface Fetch {
  readonly selection: Selection;
  readonly owed: readonly OwedField[];
  /** The supergraph, whose types the operation is made of. */
  readonly schema: GraphQLSchema;
  /** Finds the places at which it asks for ids of people; that is done when a partner's subgraph is asked first. */
  readonly persons: () => PersonFields | undefined;
}

export interface FetchTypes {
  /** The supergraph, whose types operations are made of. */
  schema: GraphQLSchema;
  types: TypeNames;
}

export const compileFetch = (operation: string, scope: FetchTypes, rewrites: readonly Rewrite[] = []): Fetch => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let definition: OperationDefinitionNode | undefined;
  for (const node of parse(operation, { noLocation: true }).definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
    else if (node.kind === Kind.OPERATION_DEFINITION) definition = node;
  }
  if (definition === undefined) throw new Error(`no operation in ${operation}`);
  const root = { set: definition.selectionSet, type: scope.schema.getRootType(definition.operation) };
  const selection = new CompiledSelection({ ...scope, fragments }, [root], rewrites);
  const { schema } = scope;
  const operationNode = definition;
  let persons: PersonFields | undefined;
  let arePersonsFound = false;
  return {
    selection,
    owed: owedFields(definition, selection),
    schema,
    persons: () => {
      if (!arePersonsFound) persons = personFieldsOf(operationNode, { schema, fragments });
      arePersonsFound = true;
      return persons;
    },
  };
};

const owedFields = ({ selectionSet }: OperationDefinitionNode, selection: Selection): OwedField[] =>
  selectionSet.selections.flatMap((field): OwedField[] => {
    if (field.kind !== Kind.FIELD) return [];
    const key = field.alias?.value ?? field.name.value;
    const isOptional = (field.directives?.length ?? 0) > 0;
    if (field.name.value !== '_entities') return [{ key, isOptional }];
    const value = field.arguments?.[0]?.value;
    const variable = value?.kind === Kind.VARIABLE ? value.name.value : 'representations';
    const asked = selection.fieldsOf(undefined).get(key)?.below?.fieldsOf(undefined).values() ?? [];
    const fields = [...asked].map((each) => each.key).filter((each) => each !== '__typename');
    return [{ key, isOptional, entities: { variable, fields } }];
  });
