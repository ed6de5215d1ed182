import { freshPlaces } from '../fresh.ts';
import { keysOf } from '../owners.ts';
import { findingAt, type Rule } from '../rule.ts';

/** Points out entities that others could not refer to as they do to all others: by one field that is an ID. */
export const entityKeyRule: Rule = (context) => {
  const fresh = new Set(freshPlaces(context).map(({ coordinate }) => coordinate));
  return [...context.part.types.values()].flatMap((type) => {
    const keys = keysOf(type).map((key) => key.trim());
    if (keys.length === 0 || !fresh.has(type.name)) return [];
    const isId = (name: string) =>
      type.fields.some(
        (field) => field.name.value === name && field.type.kind === 'NonNullType' && idOf(field.type.type),
      );
    if (keys.some(isId)) return [];
    const message = `${type.name} should have a key of one field that is ID!, such as @key(fields: "id")`;
    const { name: coordinate } = type;
    return [
      findingAt(type.nodes[0], {
        rule: 'entity-key',
        severity: 'WARNING',
        code: 'KEY_WITHOUT_ID',
        message,
        coordinate,
      }),
    ];
  });
};

const idOf = (type: { kind: string; name?: { value: string } }) =>
  type.kind === 'NamedType' && type.name?.value === 'ID';
