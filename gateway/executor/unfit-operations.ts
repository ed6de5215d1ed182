import type { PlanNode } from '@graphql-hive/router-query-planner';
import { type FieldNode, type GraphQLSchema, Kind, parse, ScalarLeafsRule, validate, visit } from 'graphql';
import { operationsIn } from './mixed-aliases.ts';

/**
 * Whether a plan asks for what no subgraph takes: objects without a field of theirs, or one field in two parts of which
 * one has a condition, so that its types can be in each other's way.
 */
export const hasUnfitOperations = (plan: PlanNode, schema: GraphQLSchema): boolean =>
  operationsIn(plan).some(({ operation }) => {
    const document = parse(operation, { noLocation: true });
    let isParted = false;
    visit(document, {
      SelectionSet({ selections }) {
        const fields = selections.filter((each): each is FieldNode => each.kind === Kind.FIELD && !!each.selectionSet);
        const conditional = fields.filter(({ directives }) => directives?.length).map(keyOf);
        if (fields.some((each) => !each.directives?.length && conditional.includes(keyOf(each)))) isParted = true;
      },
    });
    return isParted || validate(schema, document, [ScalarLeafsRule]).length > 0;
  });

const keyOf = ({ alias, name }: FieldNode): string => alias?.value ?? name.value;
