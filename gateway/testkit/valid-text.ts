import { type GraphQLSchema, OverlappingFieldsCanBeMergedRule, parse, validate } from 'graphql';

/**
 * Whether a text is valid for a schema. What is written at random is refused for fields that cannot stand beside one
 * another, four times of five: that is looked at first, and no further than the first error.
 */
export const isValidText = (schema: GraphQLSchema, text: string): boolean => {
  const document = parse(text, { noLocation: true });
  const clashes = validate(schema, document, [OverlappingFieldsCanBeMergedRule], { maxErrors: 1 });
  return clashes.length === 0 && validate(schema, document, undefined, { maxErrors: 1 }).length === 0;
};
