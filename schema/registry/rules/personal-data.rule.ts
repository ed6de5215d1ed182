import { type FieldDefinitionNode, Kind } from 'graphql';
import { dataNeedsOf, personalDataOf, personalTagOf } from '../data-need.ts';
import type { Finding } from '../finding.ts';
import { freshPlaces } from '../fresh.ts';
import { findingAt, type Rule, type RuleContext } from '../rule.ts';
import { typeNameOf } from '../sdl/selection.ts';

const rule = 'personal-data';
const names =
  /^(nik|kk|npwp|phone|mobile|email|address|birth(Date|Place|day)|dateOfBirth|motherName|mothersMaidenName|accountNumber|walletNumber|cardNumber|religion|salary|income)(Number|Address)?$/i;

/** Points out fields that seem to hold personal data and are not marked: no rule and no log could know them. */
export const personalDataRule: Rule = (context) => [
  ...freshPlaces(context).flatMap(({ node, coordinate }) =>
    node.kind === Kind.FIELD_DEFINITION ? namedAlike(context, node, coordinate) : [],
  ),
  ...returnedAgain(context),
];

const fix = 'mark it with @tag(name: "personal-data/general") or "personal-data/specific"';

const namedAlike = ({ part }: RuleContext, field: FieldDefinitionNode, coordinate: string): Finding[] => {
  const isObject = part.types.get(typeNameOf(field.type))?.kind === 'ObjectType';
  if (isObject || !names.test(field.name.value) || personalTagOf(field) !== undefined) return [];
  const message = `${coordinate} is named as personal data is: ${fix}`;
  return [findingAt(field, { rule, severity: 'WARNING', code: 'PERSONAL_DATA_NOT_MARKED', message, coordinate })];
};

const returnedAgain = (context: RuleContext): Finding[] =>
  dataNeedsOf(context).flatMap(({ taken, owner, by, node }) => {
    if (!by || personalDataOf(context.owners, taken) === undefined || personalTagOf(by.field) !== undefined) return [];
    const { coordinate } = by;
    const message = `${coordinate} is made of ${taken}, which holds personal data: ${fix}`;
    return [findingAt(node, { rule, severity: 'WARNING', code: 'PERSONAL_DATA_RETURNED', message, coordinate, owner })];
  });
