import { type DocumentNode, Kind, parse, visit } from 'graphql';

const described = new Set<string>([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.FIELD_DEFINITION,
  Kind.INPUT_VALUE_DEFINITION,
  Kind.ENUM_VALUE_DEFINITION,
]);

const roots = new Set(['Query', 'Mutation', 'Subscription']);

/** Names of the types, fields, arguments and enum values that say nothing about themselves. */
export const undescribed = (sdl: string | DocumentNode): string[] => {
  const found: string[] = [];
  visit(typeof sdl === 'string' ? parse(sdl) : sdl, {
    enter: (node) => {
      // A directive is a specification's, which its `@link` names.
      if (node.kind === Kind.DIRECTIVE_DEFINITION) return false;
      if (!described.has(node.kind) || !('name' in node) || !node.name) return undefined;
      const { value } = node.name as { value: string };
      if (!roots.has(value) && !('description' in node && node.description)) found.push(value);
      return undefined;
    },
  });
  return found;
};
