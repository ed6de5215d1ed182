import {
  type ASTVisitor,
  type GraphQLError,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isLeafType,
  isListType,
  type ValidationContext,
  type ValueNode,
  ValuesOfCorrectTypeRule,
} from 'graphql';
import { BilingualError } from '../subgraphs/kit/bilingual-error.ts';
import type { Text } from '../subgraphs/kit/language.ts';
import { literalFault } from './input-leaf.ts';
import { expectedType, structureText } from './structure-text.ts';

const badInput = (text: Text, nodes: GraphQLError['nodes']) =>
  new BilingualError(text, { code: 'BAD_USER_INPUT' }, nodes);

type Visit = (node: ValueNode) => false | undefined;

/**
 * GraphQL's rule for literals, with the words and the code that the same value gets as a variable: BAD_USER_INPUT, and
 * nothing repeated of what was sent.
 */
export const ValuesRule = (context: ValidationContext): ASTVisitor => {
  // What is left of GraphQL's own: fields that are missing or unknown, null where there must be a value. It gets all of
  // the context that it uses; as a prototype of another the context would be slow for every rule.
  const reporting = {
    hideSuggestions: context.hideSuggestions,
    getInputType: () => context.getInputType(),
    getParentInputType: () => context.getParentInputType(),
    reportError: ({ message, nodes }: GraphQLError) =>
      context.reportError(badInput(structureText(message.replace(/, found [\s\S]*$/, '.')), nodes)),
  } as unknown as ValidationContext;
  const structure = ValuesOfCorrectTypeRule(reporting) as Record<string, Visit>;

  const leaf: Visit = (node) => {
    const type = getNamedType(context.getInputType());
    const fault = isLeafType(type) ? literalFault(type, node) : type && expectedType(String(type));
    if (fault !== undefined) context.reportError(badInput(fault, [node]));
    return undefined;
  };
  const nested = (isExpected: () => boolean, visit: Visit | undefined): Visit => {
    return (node) => {
      if (isExpected()) return visit?.(node);
      leaf(node);
      return false;
    };
  };
  return {
    ...structure,
    ListValue: nested(() => isListType(getNullableType(context.getParentInputType())), structure.ListValue),
    ObjectValue: nested(() => isInputObjectType(getNamedType(context.getInputType())), structure.ObjectValue),
    EnumValue: leaf,
    IntValue: leaf,
    FloatValue: leaf,
    StringValue: leaf,
    BooleanValue: leaf,
  } as ASTVisitor;
};
