import type { Finding } from '../finding.ts';
import { foreignType } from '../foreign.ts';
import { findingAt, type Rule, type RuleContext, unlessGranted } from '../rule.ts';
import { hasDirective, textArgument } from '../sdl/directive.ts';
import { directivesText, memberText, textBlock } from '../sdl/normal.ts';
import { type MemberNode, rootTypes, type TypePart } from '../sdl/part.ts';

const rule = 'field-of-another';

/** Keeps fields to those who answer them, and entities to the fields that their owner lets others add. */
export const fieldOfAnotherRule: Rule = (context) =>
  [...context.part.types.values()]
    .filter(({ name, kind }) => kind === 'ObjectType' && !rootTypes.has(name))
    .flatMap((type) => type.fields.flatMap((field) => findingsOf(context, type, field)));

const findingsOf = (context: RuleContext, type: TypePart, field: MemberNode): Finding[] => {
  const foreign = foreignType(context, type);
  if (foreign && !foreign.isEntity) return []; // restated-type
  if (hasDirective(field, 'external')) return []; // data-of-another
  const isKey = context.owners.ownPartsOf(type.name).some((part) => context.owners.isKeyField(part, field.name.value));
  if (foreign && isKey) return changedKey(context, type, field);
  const owner = context.owners.ofField(type.name, field.name.value);
  if (owner !== undefined && owner !== context.candidate.organization)
    return hasDirective(field, 'override') ? [] : sharedField(context, { type, field, owner });
  return foreign ? addedField(context, { type, field, owner: foreign.owner }) : [];
};

const changedKey = ({ owners, before }: RuleContext, type: TypePart, field: MemberNode): Finding[] => {
  const coordinate = `${type.name}.${field.name.value}`;
  const owner = owners.ofType(type.name) ?? '';
  const known = before?.part.types.get(type.name);
  const parts = [...owners.ownPartsOf(type.name), ...(known ? [known] : [])];
  const stated = parts.flatMap(({ fields }) => fields.filter((each) => isNamedAs(each, field)));
  const isSame = stated.some((each) => memberText(each, notOfKeys) === memberText(field, notOfKeys));
  const isDescribedAlike =
    !field.description ||
    stated.some(({ description }) => textBlock(description?.value ?? '') === textBlock(field.description?.value ?? ''));
  const owned = owners.ownPartsOf(type.name).flatMap(({ fields }) => fields.filter((each) => isNamedAs(each, field)));
  const tags = new Set(owned.flatMap(tagsOf));
  const added = field.directives?.filter((each) => each.name.value !== 'tag' || !tags.has(textArgument(each, 'name')));
  const own = directivesText(added, ['external']);
  if (isSame && isDescribedAlike && own === '') return [];
  const message = `${coordinate} is the key that ${owner} gives out: repeat it as it is, without directives and with its own description or none`;
  return [findingAt(field, { rule, code: 'KEY_FIELD_CHANGED', message, coordinate, owner })];
};

/** Tags of the owner's, repeated, show the field to nobody to whom it is not shown. */
const tagsOf = ({ directives = [] }: MemberNode): string[] =>
  directives.filter(({ name }) => name.value === 'tag').map((tag) => textArgument(tag, 'name'));

/** Directives of a key field that a subgraph which repeats it leaves out. */
const notOfKeys = ['external', 'shareable', 'requiresScopes', 'authenticated', 'tag', 'cost', 'deprecated'];

const isNamedAs = (one: MemberNode, other: MemberNode) => one.name.value === other.name.value;

interface Place {
  type: TypePart;
  field: MemberNode;
  owner: string;
}

const sharedField = (context: RuleContext, { type, field, owner }: Place): Finding[] => {
  const name = field.name.value;
  const coordinate = `${type.name}.${name}`;
  const need = { owner, on: type.name, permission: 'SHARE_FIELDS' as const, name };
  const message = `${coordinate} is answered by ${owner}, and ${context.candidate.organization} would answer it too`;
  const refused = unlessGranted(context, field, { rule, code: 'FIELD_OF_ANOTHER', message, coordinate, need });
  if (refused.length > 0) return refused;
  const stated = context.owners.stated(type.name, name).map(({ node }) => memberText(node, ['shareable']));
  if (stated.includes(memberText(field, ['shareable']))) return [];
  const changed = `${coordinate} is shared with ${owner} and differs from what ${owner} states of it`;
  return [findingAt(field, { rule, code: 'SHARED_FIELD_CHANGED', message: changed, coordinate, owner })];
};

const addedField = (context: RuleContext, { type, field, owner }: Place): Finding[] => {
  const name = field.name.value;
  const coordinate = `${type.name}.${name}`;
  const need = { owner, on: type.name, permission: 'ADD_FIELDS' as const, name };
  const message = `${type.name} belongs to ${owner}, who has not let ${context.candidate.organization} add ${name} to it`;
  const refused = unlessGranted(context, field, { rule, code: 'FIELD_ADDED', message, coordinate, need });
  if (field.type.kind !== 'NonNullType') return refused;
  const nonNull = `${coordinate} must be nullable: when its subgraph is down, a non-null field takes all of ${type.name} with it`;
  return [
    ...refused,
    findingAt(field.type, { rule, code: 'ADDED_FIELD_NOT_NULL', message: nonNull, coordinate, owner }),
  ];
};
