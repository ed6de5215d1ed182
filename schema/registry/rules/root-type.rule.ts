import type { Finding } from '../finding.ts';
import { findingAt, type Rule, type RuleContext } from '../rule.ts';
import { rootTypes } from '../sdl/part.ts';

const rule = 'root-type';
const nameOf = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;

/** Keeps the root types to their names and to fields: under another name nobody would look for their owners. */
export const rootTypeRule: Rule = (context) => [...renamedTypes(context), ...changedTypes(context)];

const renamedTypes = ({ part }: RuleContext): Finding[] =>
  part.schemas
    .flatMap(({ operationTypes }) => operationTypes ?? [])
    .filter(({ operation, type }) => type.name.value !== nameOf[operation])
    .map((node) => {
      const { operation, type } = node;
      const message = `the ${operation} type is ${nameOf[operation]} in this graph, not ${type.name.value}`;
      return findingAt(node, { rule, code: 'ROOT_TYPE_RENAMED', message, coordinate: type.name.value });
    });

const changedTypes = ({ part, owners }: RuleContext): Finding[] =>
  [...rootTypes].flatMap((name) => {
    const type = part.types.get(name);
    if (!type) return [];
    const owner = owners.record.steward;
    const others = [
      ...type.nodes.filter(({ kind }) => !kind.startsWith('ObjectType')),
      ...type.directives,
      ...type.interfaces,
      ...type.descriptions,
    ];
    const message = `${name} is everybody's: add fields to it, and nothing else`;
    return others.map((node) => findingAt(node, { rule, code: 'ROOT_TYPE_CHANGED', message, coordinate: name, owner }));
  });
