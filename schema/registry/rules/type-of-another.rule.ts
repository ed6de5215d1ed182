import type { Finding } from '../finding.ts';
import { type ForeignType, foreignTypesOf } from '../foreign.ts';
import { findingAt, type Rule, type RuleContext, unlessGranted } from '../rule.ts';
import { textBlock } from '../sdl/normal.ts';

const rule = 'type-of-another';

/** Keeps what a subgraph states of another's entity to its key, and to fields. */
export const typeOfAnotherRule: Rule = (context) =>
  foreignTypesOf(context)
    .filter(({ isEntity }) => isEntity)
    .flatMap((foreign) => [
      ...kindFindings(context, foreign),
      ...directiveFindings(foreign),
      ...descriptionFindings(context, foreign),
      ...interfaceFindings(context, foreign),
    ]);

const kindFindings = (_context: RuleContext, { type, owner }: ForeignType): Finding[] =>
  type.nodes
    .filter((node) => !node.kind.startsWith('ObjectType'))
    .map((node) => {
      const message = `${type.name} is an object type of ${owner}, and nothing else here`;
      return findingAt(node, { rule, code: 'KIND_CHANGED', message, coordinate: type.name, owner });
    });

const directiveFindings = ({ type, owner }: ForeignType): Finding[] =>
  type.directives
    .filter(({ name }) => name.value !== 'key')
    .map((node) => {
      const name = node.name.value;
      const message = `@${name} would hold for ${type.name} of ${owner}: only ${owner} says that of it`;
      return findingAt(node, { rule, code: 'DIRECTIVE_ON_ANOTHERS_TYPE', message, coordinate: type.name, owner });
    });

const descriptionFindings = ({ owners }: RuleContext, { type, owner }: ForeignType): Finding[] => {
  const own = owners
    .ownPartsOf(type.name)
    .flatMap(({ descriptions }) => descriptions.map(({ value }) => textBlock(value)));
  return type.descriptions
    .filter(({ value }) => !own.includes(textBlock(value)))
    .map((node) => {
      const message = `${type.name} is described by ${owner}: leave the description out, or repeat it`;
      return findingAt(node, { rule, code: 'DESCRIPTION_CHANGED', message, coordinate: type.name, owner });
    });
};

const interfaceFindings = (context: RuleContext, { type, owner }: ForeignType): Finding[] => {
  const own = context.owners
    .ownPartsOf(type.name)
    .flatMap(({ interfaces }) => interfaces.map(({ name }) => name.value));
  return type.interfaces
    .filter(({ name }) => !own.includes(name.value))
    .flatMap((node) => {
      const need = { owner, on: type.name, permission: 'IMPLEMENT' as const, name: node.name.value };
      const message = `${type.name} of ${owner} would implement ${node.name.value}`;
      const code = 'INTERFACE_ON_ANOTHERS_TYPE';
      return unlessGranted(context, node, { rule, code, message, coordinate: type.name, need });
    });
};
