import { type ASTNode, type FieldDefinitionNode, Kind, type TypeNode } from 'graphql';
import type { Finding } from '../finding.ts';
import { freshPlaces } from '../fresh.ts';
import { findingAt, type Rule, type RuleContext } from '../rule.ts';
import { directivesOf } from '../sdl/directive.ts';
import { typeNameOf } from '../sdl/selection.ts';

const rule = 'pagination';

/** Keeps lists that grow to pages: `first` is given, and a request's cost knows how much is returned. */
export const paginationRule: Rule = (context) =>
  freshPlaces(context).flatMap(({ node, coordinate }) =>
    node.kind === Kind.FIELD_DEFINITION ? findingsOf(context, node, coordinate) : [],
  );

const isList = (type: TypeNode): boolean =>
  type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isList(type.type));

const findingsOf = (context: RuleContext, field: FieldDefinitionNode, coordinate: string): Finding[] => {
  const at = (severity: Finding['severity'], code: string, message: string) =>
    findingAt(field as ASTNode, { rule, severity, code, message, coordinate });
  const isSized = directivesOf(field as never, 'listSize').length > 0;
  const returned = typeNameOf(field.type);
  if (returned.endsWith('Connection')) {
    const first = field.arguments?.find(({ name }) => name.value === 'first');
    const isGiven = first?.type.kind === Kind.NON_NULL_TYPE && typeNameOf(first.type) === 'Int';
    return [
      ...(isGiven ? [] : [at('ERROR', 'PAGE_WITHOUT_FIRST', `${coordinate} returns pages and must take first: Int!`)]),
      ...(isSized
        ? []
        : [
            at(
              'ERROR',
              'PAGE_WITHOUT_SIZE',
              `${coordinate} must say @listSize(slicingArguments: ["first"], sizedFields: ["nodes"])`,
            ),
          ]),
    ];
  }
  const type = coordinate.split('.', 1)[0] ?? '';
  if (!isList(field.type) || isSized || isPage(type) || isLeaf(context, returned)) return [];
  const message = `${coordinate} is a list of unknown length: return a connection, or say @listSize(assumedSize:)`;
  return [at('WARNING', 'LIST_WITHOUT_SIZE', message)];
};

const isPage = (type: string) => type.endsWith('Connection');

const isLeaf = ({ part }: RuleContext, name: string) => {
  const kind = part.types.get(name)?.kind;
  return kind === undefined || kind === 'ScalarType' || kind === 'EnumType';
};
