import { type ConstDirectiveNode, type FieldDefinitionNode, Kind } from 'graphql';
import { dataNeedsOf, personalDataOf, personalTagOf } from '../data-need.ts';
import type { Finding } from '../finding.ts';
import { freshPlaces } from '../fresh.ts';
import { namedClassOf } from '../named-data.ts';
import { findingAt, type Rule, type RuleContext } from '../rule.ts';
import { argumentOf, directivesOf, textArgument, textsIn } from '../sdl/directive.ts';
import { rootTypes } from '../sdl/part.ts';
import { typeNameOf } from '../sdl/selection.ts';

const rule = 'personal-data';

/** Points out fields that seem to hold personal data and are not marked: no rule and no log could know them. */
export const personalDataRule: Rule = (context) => [
  ...freshPlaces(context).flatMap(({ node, coordinate }) =>
    node.kind === Kind.FIELD_DEFINITION
      ? [...namedAlike(context, node, coordinate), ...ofThePerson(context, node, coordinate)]
      : [],
  ),
  ...returnedAgain(context),
];

const fix = 'mark it with @tag(name: "personal-data/general") or "personal-data/specific"';

const namedAlike = ({ part }: RuleContext, field: FieldDefinitionNode, coordinate: string): Finding[] => {
  const isObject = part.types.get(typeNameOf(field.type))?.kind === 'ObjectType';
  if (isObject || namedClassOf(field.name.value) === undefined || personalTagOf(field) !== undefined) return [];
  const message = `${coordinate} is named as personal data is: ${fix}`;
  return [findingAt(field, { rule, severity: 'WARNING', code: 'PERSONAL_DATA_NOT_MARKED', message, coordinate })];
};

/** Parts of pages and keys, which say nothing of anybody. */
const structural = /^(id|cursor|node|nodes|edges|pageInfo|totalCount|version)$/;

/**
 * What the person may read by `self` is about the person: it is to say which class of data it is, or that it is none.
 * Who owns a type that holds such data is refused without; who adds to another's, or begins one, is told.
 */
const ofThePerson = (context: RuleContext, field: FieldDefinitionNode, coordinate: string): Finding[] => {
  const type = context.part.types.get(coordinate.split('.', 1)[0] ?? '');
  if (!type || rootTypes.has(type.name) || structural.test(field.name.value)) return [];
  const isOwn = [field, type].some(({ directives = [] }) => directives.some(isReadBySelf));
  if (!isOwn || classTagsOf(field).length > 0) return [];
  const severity = holdsPersonalData(context, type.name) ? 'ERROR' : 'WARNING';
  const message = `${coordinate} is read by the person whom it is about, and says nothing of its class: ${fix}, or "personal-data/none"`;
  return [findingAt(field, { rule, severity, code: 'PERSONAL_DATA_NOT_CLASSED', message, coordinate })];
};

const holdsPersonalData = ({ owners, candidate }: RuleContext, type: string): boolean =>
  owners.ofType(type) === candidate.organization &&
  owners.ownPartsOf(type).some(({ fields }) => fields.some((field) => personalTagOf(field) !== undefined));

const isReadBySelf = (directive: ConstDirectiveNode): boolean =>
  directive.name.value === 'requiresScopes' && textsIn(argumentOf(directive, 'scopes')).includes('self');

const classTagsOf = (field: FieldDefinitionNode): string[] =>
  directivesOf(field, 'tag')
    .map((tag) => textArgument(tag, 'name'))
    .filter((name) => /^personal-data\/(general|specific|none)$/.test(name));

const returnedAgain = (context: RuleContext): Finding[] =>
  dataNeedsOf(context).flatMap(({ taken, owner, by, node }) => {
    if (!by || personalDataOf(context.owners, taken) === undefined || personalTagOf(by.field) !== undefined) return [];
    const { coordinate } = by;
    const message = `${coordinate} is made of ${taken}, which holds personal data: ${fix}`;
    return [findingAt(node, { rule, severity: 'WARNING', code: 'PERSONAL_DATA_RETURNED', message, coordinate, owner })];
  });
