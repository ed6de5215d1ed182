import {
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  type SelectionNode,
} from 'graphql';
import type { Engine } from '../../engine.ts';

const [met, unmet] = ['@include(if: $_met)', '@skip(if: $_unmet)'].map((text) => {
  const [operation] = parse(`{ a ${text} }`, { noLocation: true }).definitions as OperationDefinitionNode[];
  return operation?.selectionSet.selections[0]?.directives ?? [];
});
const declared = (
  parse('query ($_met: Boolean!, $_unmet: Boolean!) { a }', { noLocation: true })
    .definitions[0] as OperationDefinitionNode
).variableDefinitions;

/**
 * An engine whose planner gets conditions, which hold, on the root fields of queries. The gateway decides all conditions
 * before it plans, so that no plan would have one.
 */
export const withConditions = (engine: Engine): Engine => {
  const documents = new WeakMap<DocumentNode, DocumentNode>();
  return {
    ...engine,
    execute(operation) {
      const document = documents.get(operation.document) ?? conditional(operation.document);
      documents.set(operation.document, document);
      return engine.execute({
        ...operation,
        document,
        variables: { ...operation.variables, _met: true, _unmet: false },
      });
    },
  };
};

const conditional = (document: DocumentNode): DocumentNode => ({
  ...document,
  definitions: document.definitions.map((node) => {
    if (node.kind !== Kind.OPERATION_DEFINITION || node.operation !== OperationTypeNode.QUERY) return node;
    const selections = node.selectionSet.selections.map((each, index): SelectionNode => {
      if (each.kind !== Kind.FIELD || each.name.value === '__typename') return each;
      return { ...each, directives: index % 2 === 0 ? met : unmet };
    });
    return {
      ...node,
      variableDefinitions: [...(node.variableDefinitions ?? []), ...(declared ?? [])],
      selectionSet: { ...node.selectionSet, selections },
    };
  }),
});
