import { type ASTNode, type ConstDirectiveNode, type DocumentNode, Kind, visit } from 'graphql';
import { rememberedFor } from '../remembered.ts';

/** What can carry a directive: a type, a field, an argument, an enum value. */
export interface Place {
  /** Schema coordinate, such as `Query.region(code:)`. */
  coordinate: string;
  node: ASTNode;
  directives: readonly ConstDirectiveNode[];
}

const isType = ({ kind }: ASTNode) => /Type(Definition|Extension)$/.test(kind);

const findPlaces = (document: DocumentNode): Place[] => {
  const places: Place[] = [];
  let type = '';
  let field = '';
  const add = (node: ASTNode, coordinate: string) =>
    places.push({
      coordinate,
      node,
      directives: ('directives' in node && (node.directives as readonly ConstDirectiveNode[])) || [],
    });
  visit(document, {
    enter(node) {
      if (isType(node) && 'name' in node && node.name) {
        type = node.name.value;
        field = '';
        add(node, type);
      } else if (node.kind === Kind.DIRECTIVE_DEFINITION) {
        type = '';
        field = `@${node.name.value}`;
      } else if (node.kind === Kind.FIELD_DEFINITION || node.kind === Kind.ENUM_VALUE_DEFINITION) {
        field = `${type}.${node.name.value}`;
        add(node, field);
      } else if (node.kind === Kind.INPUT_VALUE_DEFINITION) {
        add(node, field ? `${field}(${node.name.value}:)` : `${type}.${node.name.value}`);
      }
    },
    leave(node) {
      if (node.kind === Kind.FIELD_DEFINITION || node.kind === Kind.ENUM_VALUE_DEFINITION) field = '';
    },
  });
  return places;
};

/** Places in the order of the document; a document is read once. */
export const placesIn: (document: DocumentNode) => readonly Place[] = rememberedFor(findPlaces);
