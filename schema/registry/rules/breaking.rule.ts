import type { Change } from '@graphql-inspector/core';
import type { ASTNode, GraphQLSchema } from 'graphql';
import { affectedBy } from '../affected.ts';
import { areDeprecated, unsettledUses } from '../deprecation.ts';
import type { Finding, Severity } from '../finding.ts';
import type { GraphContext, GraphRule } from '../graph-rule.ts';
import { publicSchemaOf } from '../public-schema.ts';
import { findingAt } from '../rule.ts';
import { usersOf, verdictOn } from '../users.ts';

/** Keeps what clients use: a change that breaks nobody passes, and one that breaks somebody names them. */
export const breakingRule: GraphRule = (context) => {
  const before = publicSchemaOf(context.supergraphs.before.document);
  return context.differences
    .filter(({ type }) => !type.startsWith('DIRECTIVE_'))
    .flatMap((change) => findingsOf(context, change, before));
};

const findingsOf = (context: GraphContext, change: Change, before: GraphQLSchema): Finding[] => {
  const level = String(change.criticality.level);
  const affected = level === 'NON_BREAKING' ? [] : affectedBy(change, before);
  if (affected.length === 0) return [];
  if (context.usage === undefined && areDeprecated(affected, context)) return [];
  const users = usersOf(unsettledUses(context.usage, context), affected);
  const isBreaking = level === 'BREAKING';
  const coordinate = coordinateOf(change);
  const severity = severityOf(context, { isBreaking, isUsed: users?.length !== 0 });
  const finding = { rule: 'breaking', code: String(change.type), coordinate, severity };
  const message = `${change.message.replace(/\.$/, '')}: ${verdictOn(users, isBreaking)}`;
  return [findingAt(nodeAt(context, coordinate), { ...finding, message })];
};

interface Weight {
  isBreaking: boolean;
  isUsed: boolean;
}

const severityOf = ({ dangerousIs }: GraphContext, { isBreaking, isUsed }: Weight): Severity => {
  if (!isUsed) return 'INFO';
  return isBreaking ? 'ERROR' : (dangerousIs ?? 'WARNING');
};

/** Paths of arguments are written as in `Query.waves.first`. */
const coordinateOf = ({ path = '' }: Change): string => {
  const [type = '', field, argument] = path.split('.');
  if (field === undefined) return type;
  return argument === undefined ? `${type}.${field}` : `${type}.${field}(${argument}:)`;
};

/** The element, or the type that it was removed from. */
const nodeAt = ({ part }: GraphContext, coordinate: string): ASTNode | undefined => {
  const [type = '', rest = ''] = coordinate.split('.');
  const stated = part.types.get(type);
  const name = rest.replace(/\(.*$/, '');
  const inner = [...(stated?.fields ?? []), ...(stated?.values ?? [])];
  return inner.find((each) => each.name.value === name) ?? stated?.nodes[0];
};
