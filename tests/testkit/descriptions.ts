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
      if (!described.has(node.kind) || !('name' in node) || !node.name) return;
      const { value } = node.name as { value: string };
      if (!roots.has(value) && !('description' in node && node.description)) found.push(value);
    },
  });
  return found;
};
