import type { Finding } from '../finding.ts';
import { type ForeignType, foreignTypesOf } from '../foreign.ts';
import type { Permission } from '../grant.ts';
import { findingAt, type Rule, type RuleContext, unlessGranted } from '../rule.ts';
import { describedIn, type Element, elementsOf } from '../sdl/elements.ts';
import type { TypePart } from '../sdl/part.ts';

const rule = 'restated-type';

/**
 * Keeps enums, unions, inputs, interfaces, scalars and types without a key to what their owner says, where the owner
 * lets others state them again: any other text would change what all clients get or may send.
 */
export const restatedTypeRule: Rule = (context) =>
  foreignTypesOf(context)
    .filter(({ isEntity }) => !isEntity)
    .flatMap((foreign) => [
      ...restated(context, foreign),
      ...differences(context, foreign),
      ...missing(context, foreign),
      ...descriptions(context, foreign),
    ]);

const restated = (context: RuleContext, { type, owner }: ForeignType): Finding[] => {
  const message = `${type.name} belongs to ${owner}; stated here too, ${owner} could not change it alone any more`;
  const need = { owner, on: type.name, permission: 'RESTATE' as const };
  return unlessGranted(context, type.nodes[0], { rule, code: 'TYPE_OF_ANOTHER', message, coordinate: type.name, need });
};

/** What a subgraph may say again: what the owner says, and what it said itself when it was last checked. */
const acceptedParts = ({ owners, before }: RuleContext, name: string): TypePart[] => {
  const own = before?.part.types.get(name);
  return [...owners.ownPartsOf(name), ...(own ? [own] : [])];
};

const grantable: Partial<Record<Element['kind'], { permission: Permission; code: string }>> = {
  FIELD: { permission: 'ADD_FIELDS', code: 'FIELD_ADDED' },
  VALUE: { permission: 'ADD_VALUES', code: 'VALUE_ADDED' },
  MEMBER: { permission: 'ADD_MEMBERS', code: 'MEMBER_ADDED' },
};

const coordinateOf = (type: TypePart, { kind, name }: Element) =>
  kind === 'FIELD' || kind === 'VALUE' ? `${type.name}.${name}` : type.name;

const differences = (context: RuleContext, { type, owner }: ForeignType): Finding[] => {
  const accepted = acceptedParts(context, type.name).map(elementsOf);
  return [...elementsOf(type)].flatMap(([key, element]) => {
    const texts = accepted.flatMap((elements) => elements.get(key)?.text ?? []);
    if (texts.includes(element.text)) return [];
    const coordinate = coordinateOf(type, element);
    const added = texts.length === 0 ? grantable[element.kind] : undefined;
    if (!added) {
      const message = `${coordinate} differs from what ${owner} states of it`;
      return [findingAt(element.node, { rule, code: 'RESTATED_DIFFERENTLY', message, coordinate, owner })];
    }
    const message = `${element.name} would be new in ${type.name}, which belongs to ${owner}`;
    const need = { owner, on: type.name, permission: added.permission, name: element.name };
    return unlessGranted(context, element.node, { rule, code: added.code, message, coordinate, need });
  });
};

const missing = (context: RuleContext, { type, owner }: ForeignType): Finding[] => {
  const stated = elementsOf(type);
  const isWhole = acceptedParts(context, type.name).some((part) =>
    [...elementsOf(part)].every(([key]) => key === 'DIRECTIVES @specifiedBy' || stated.has(key)),
  );
  if (isWhole) return [];
  const all = context.owners.ownPartsOf(type.name).flatMap((part) => [...elementsOf(part).values()]);
  const left = all.filter(({ kind, name }) => name && !name.startsWith('@') && !stated.has(`${kind} ${name}`));
  const names = left.map(({ name }) => name).join(', ');
  const message = `${type.name} of ${owner} is stated without ${names}: say all of it, or nothing`;
  return [findingAt(type.nodes[0], { rule, code: 'RESTATED_IN_PART', message, coordinate: type.name, owner })];
};

const descriptions = (context: RuleContext, { type, owner }: ForeignType): Finding[] => {
  const accepted = acceptedParts(context, type.name).map(describedIn);
  return [...describedIn(type)].flatMap(([coordinate, { text, node }]) => {
    if (accepted.some((each) => each.get(coordinate)?.text === text)) return [];
    const message = `${coordinate} is described by ${owner}: leave the description out, or repeat it`;
    return [findingAt(node, { rule, code: 'DESCRIPTION_CHANGED', message, coordinate, owner })];
  });
};
