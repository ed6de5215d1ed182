import { dataNeedsOf, personalDataOf } from '../data-need.ts';
import type { Finding } from '../finding.ts';
import { foreignType } from '../foreign.ts';
import { freshPlaces } from '../fresh.ts';
import { personalClassOf } from '../named-data.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { hasDirective } from '../sdl/directive.ts';
import { type MemberNode, rootTypes, type TypePart } from '../sdl/part.ts';
import { typeNameOf } from '../sdl/selection.ts';
import type { PersonalDataClass } from '../terms.ts';
import { unlessOnTerms } from './terms-demanded.ts';

const rule = 'returned-data';
const code = 'PERSONAL_DATA_RETURNED_WITHOUT_TERMS';

/** Keeps others from answering personal data about what an owner looks after, unless the owner's terms say for what. */
export const returnedDataRule: Rule = (context) => {
  const fresh = new Set(freshPlaces(context).map(({ coordinate }) => coordinate));
  const places = [...context.part.types.values()]
    .filter(({ name, kind }) => kind === 'ObjectType' && !rootTypes.has(name))
    .flatMap((type) => type.fields.map((field) => ({ type, field, coordinate: `${type.name}.${field.name.value}` })));
  return [
    ...places
      .filter(({ coordinate }) => fresh.has(coordinate))
      .flatMap(({ type, field, coordinate }) => added(context, { type, field, coordinate })),
    ...places.flatMap(({ type, field, coordinate }) => answered(context, { type, field, coordinate })),
    ...provided(context),
  ];
};

interface FieldPlace {
  type: TypePart;
  field: MemberNode;
  coordinate: string;
}

/** A field of the candidate's own on an entity of another. */
const added = (context: RuleContext, { type, field, coordinate }: FieldPlace): Finding[] => {
  const foreign = foreignType(context, type);
  if (!foreign?.isEntity || hasDirective(field, 'external')) return [];
  const dataClass = classOf(context, field);
  if (dataClass === undefined) return [];
  const { owner } = foreign;
  const says = `${coordinate} would say personal data (${dataClass.toLowerCase()}) of what belongs to ${owner},`;
  return unlessOnTerms(context, field, {
    rule,
    code,
    says,
    owner,
    field: coordinate,
    class: dataClass,
    permission: 'ADD_FIELDS',
  });
};

/** The owner's own field, shared or taken over; what was live so is known. */
const answered = (context: RuleContext, { type, field, coordinate }: FieldPlace): Finding[] => {
  const { owners, before, candidate } = context;
  const owner = owners.ofField(type.name, field.name.value);
  if (owner === undefined || owner === candidate.organization || hasDirective(field, 'external')) return [];
  const known = before?.part.types.get(type.name)?.fields.some(({ name }) => name.value === field.name.value);
  const dataClass = personalDataOf(owners, coordinate);
  if (known || dataClass === undefined) return [];
  return unlessOnTerms(context, field, {
    rule,
    code,
    owner,
    field: coordinate,
    class: dataClass,
    says: `${candidate.organization} would answer ${coordinate}, personal data (${dataClass.toLowerCase()}) of ${owner},`,
    permission: hasDirective(field, 'override') ? 'OVERRIDE_FIELDS' : 'SHARE_FIELDS',
  });
};

const provided = (context: RuleContext): Finding[] =>
  dataNeedsOf(context)
    .filter(({ permission }) => permission === 'PROVIDE_FIELDS')
    .flatMap(({ taken, owner, node }) => {
      const dataClass = personalDataOf(context.owners, taken);
      if (dataClass === undefined) return [];
      const says = `${context.candidate.organization} would answer ${taken}, personal data (${dataClass.toLowerCase()}) of ${owner},`;
      return unlessOnTerms(context, node, {
        rule,
        code,
        says,
        owner,
        field: taken,
        class: dataClass,
        permission: 'PROVIDE_FIELDS',
      });
    });

/** Types of the candidate alone that a field of this type may answer: itself, what implements it, its members. */
const answersOf = (context: RuleContext, name: string): TypePart[] => {
  const { types } = context.part;
  const members = types.get(name)?.members.map((member) => member.name.value) ?? [];
  const isAnswer = (each: TypePart) =>
    each.name === name || members.includes(each.name) || each.interfaces.some((of) => of.name.value === name);
  return [...types.values()].filter(
    (each) => each.kind !== 'InputObjectType' && isAnswer(each) && !foreignType(context, each),
  );
};

/** What a field says itself, or any field below it in types that the candidate alone states. */
const classOf = (context: RuleContext, field: MemberNode): PersonalDataClass | undefined => {
  const found = new Set<PersonalDataClass>();
  const seen = new Set<string>();
  const look = (each: MemberNode): void => {
    const dataClass = personalClassOf(each);
    if (dataClass) found.add(dataClass);
    const name = typeNameOf(each.type);
    if (seen.has(name)) return;
    seen.add(name);
    for (const inner of answersOf(context, name)) for (const below of inner.fields) look(below);
  };
  look(field);
  return found.has('SPECIFIC') ? 'SPECIFIC' : [...found][0];
};
