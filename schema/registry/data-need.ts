import type { ConstDirectiveNode } from 'graphql';
import type { Permission } from './grant.ts';
import type { RuleContext } from './rule.ts';
import { directivesOf, hasDirective, textArgument } from './sdl/directive.ts';
import type { MemberNode, TypePart } from './sdl/part.ts';
import { coordinatesIn, readSelection, selectionText, typeNameOf } from './sdl/selection.ts';
import type { PersonalDataClass } from './terms.ts';

/** Data of another organisation that a field of the candidate is to be sent, or answers in the owner's place. */
export interface DataRequirement {
  /** Coordinate of the data. */
  taken: string;
  owner: string;
  permission: Permission;
  /** The directive or field that says so. */
  node: ConstDirectiveNode | MemberNode;
  /** The field that it is for, where one names it. */
  by?: { coordinate: string; field: MemberNode; type: TypePart };
}

const purposes = [
  { directive: 'requires', permission: 'REQUIRE_FIELDS' },
  { directive: 'provides', permission: 'PROVIDE_FIELDS' },
] as const;

/** All that `@requires`, `@provides`, keys and `@external` name of others. */
export const dataNeedsOf = (context: RuleContext): DataRequirement[] => {
  const types = [...context.part.types.values()];
  const stated = types.flatMap((type) => type.fields.flatMap((field) => ofField(context, type, field)));
  const keys = types.flatMap((type) => ofKeys(context, type));
  const named = new Set(stated.map(({ taken }) => taken));
  const external = types.flatMap((type) => ofExternal(context, type)).filter(({ taken }) => !named.has(taken));
  return [...stated, ...keys, ...external];
};

/** Types as the candidate and all that is live state them. */
const typesOf = ({ part, owners }: RuleContext) => {
  return (name: string): TypePart[] => [...owners.partsOf(name), ...[part.types.get(name)].filter((each) => !!each)];
};

const ofField = (context: RuleContext, type: TypePart, field: MemberNode): DataRequirement[] =>
  purposes.flatMap(({ directive, permission }) =>
    directivesOf(field, directive).flatMap((node) => {
      const selection = readSelection(textArgument(node, 'fields'));
      const start = directive === 'requires' ? type.name : typeNameOf(field.type);
      const coordinates = selection ? coordinatesIn(selection, start, typesOf(context)) : [];
      const by = { coordinate: `${type.name}.${field.name.value}`, field, type };
      return foreignOnly(context, coordinates).map((taken) => ({ ...taken, permission, node, by }));
    }),
  );

/** A public key names the entity, and is no data that others may not have. */
const foreignOnly = ({ owners, candidate }: RuleContext, coordinates: readonly string[]) =>
  [...new Set(coordinates)].flatMap((taken) => {
    const [type = '', field = ''] = taken.split('.');
    const owner = owners.ofField(type, field);
    if (owner === undefined || owner === candidate.organization) return [];
    const isKey = owners.ownPartsOf(type).some((part) => owners.isKeyField(part, field));
    return isKey && personalDataOf(owners, taken) === undefined ? [] : [{ taken, owner }];
  });

const ofKeys = (context: RuleContext, type: TypePart): DataRequirement[] =>
  type.directives
    .filter(({ name }) => name.value === 'key')
    .flatMap((node) => {
      const key = textArgument(node, 'fields');
      const selection = readSelection(key);
      const isPublic = context.owners.publicKeysOf(type.name).has(selectionText(key));
      const taken = foreignOnly(context, selection ? coordinatesIn(selection, type.name, typesOf(context)) : []);
      const isPersonal = (coordinate: string) => personalDataOf(context.owners, coordinate) !== undefined;
      return taken
        .filter((each) => !isPublic || isPersonal(each.taken))
        .map((each) => ({ ...each, permission: 'REQUIRE_FIELDS' as const, node }));
    });

const ofExternal = (context: RuleContext, type: TypePart): DataRequirement[] =>
  type.fields
    .filter((field) => hasDirective(field, 'external'))
    .flatMap((node) =>
      foreignOnly(context, [`${type.name}.${node.name.value}`]).map((taken) => ({
        ...taken,
        permission: 'REQUIRE_FIELDS' as const,
        node,
      })),
    );

const classes: ReadonlyMap<string, PersonalDataClass> = new Map([
  ['personal-data/general', 'GENERAL'],
  ['personal-data/specific', 'SPECIFIC'],
]);

export const personalTagOf = (field: MemberNode): PersonalDataClass | undefined => {
  const found = directivesOf(field, 'tag').map((tag) => classes.get(textArgument(tag, 'name')));
  return found.includes('SPECIFIC') ? 'SPECIFIC' : found.find((each) => each !== undefined);
};

/** The class of personal data that live subgraphs say a field holds. */
export const personalDataOf = (owners: RuleContext['owners'], coordinate: string): PersonalDataClass | undefined => {
  const [type = '', field = ''] = coordinate.split('.');
  const found = owners.stated(type, field).map(({ node }) => personalTagOf(node));
  return found.includes('SPECIFIC') ? 'SPECIFIC' : found.find((each) => each !== undefined);
};
