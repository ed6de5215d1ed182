import { type InputValueDefinitionNode, Kind } from 'graphql';
import type { Finding } from '../finding.ts';
import { freshPlaces } from '../fresh.ts';
import { impliedClassOf, personalClassOf, statedClassOf } from '../named-data.ts';
import type { Rule, RuleContext } from '../rule.ts';
import type { PersonalDataClass } from '../terms.ts';
import { unlessOnTerms } from './terms-demanded.ts';

/**
 * Keeps arguments and input fields from taking personal data without terms, be they marked so or named as such data is:
 * of whoever answers fields of that name, or of the steward. Who answers such data itself needs nobody's word.
 */
export const takenDataRule: Rule = (context) => {
  const known = fieldsOfPersonalData(context);
  return freshPlaces(context).flatMap(({ node, coordinate }) =>
    node.kind === Kind.INPUT_VALUE_DEFINITION ? findingsOf(context, { node, coordinate, known }) : [],
  );
};

interface KnownField {
  coordinate: string;
  owner: string;
  class: PersonalDataClass;
}

interface TakenPlace {
  node: InputValueDefinitionNode;
  coordinate: string;
  known: ReadonlyMap<string, readonly KnownField[]>;
}

const findingsOf = (context: RuleContext, { node, coordinate, known }: TakenPlace): Finding[] => {
  const { owners, candidate } = context;
  const stated = personalClassOf(node);
  if (stated === undefined) return [];
  const isNamed = impliedClassOf(node.name.value) !== undefined;
  const alike = isNamed ? (known.get(stemOf(node.name.value)) ?? []) : [];
  if (alike.some(({ owner }) => owner === candidate.organization)) return [];
  const [first] = alike;
  const dataClass = first?.class === 'SPECIFIC' ? 'SPECIFIC' : stated;
  const owner = first?.owner ?? owners.record.steward;
  const of = first ? `, which ${first.coordinate} of ${first.owner} holds` : '';
  return unlessOnTerms(context, node, {
    rule: 'taken-data',
    code: 'PERSONAL_DATA_TAKEN_WITHOUT_TERMS',
    says: `${coordinate} would take personal data (${dataClass.toLowerCase()})${of},`,
    field: coordinate,
    owner,
    class: dataClass,
    permission: 'TAKE_FIELDS',
  });
};

/** What `phone` and `phoneNumber` have in common. */
const stemOf = (name: string): string => name.toLowerCase().replace(/(?<=.)(number|address)$/, '');

/** Fields of live subgraphs that hold personal data in themselves, by their names in small letters. */
const fieldsOfPersonalData = ({ liveParts, owners }: RuleContext): ReadonlyMap<string, readonly KnownField[]> => {
  const found = liveParts.flatMap(({ part }) =>
    [...part.types.values()].flatMap((type) =>
      type.fields.flatMap((field): (KnownField & { name: string })[] => {
        const dataClass = statedClassOf(field);
        // Few do: whose a field is takes longer to find.
        if (dataClass === undefined || dataClass === 'NONE') return [];
        const owner = owners.ofField(type.name, field.name.value);
        if (owner === undefined) return [];
        return [
          { name: stemOf(field.name.value), coordinate: `${type.name}.${field.name.value}`, owner, class: dataClass },
        ];
      }),
    ),
  );
  return Map.groupBy(found, ({ name }) => name);
};
