import { type ConstDirectiveNode, type DocumentNode, Kind } from 'graphql';

/** The two classes of personal data in article 4 of UU 27/2022: financial data are specific. */
export type PersonalDataClass = 'GENERAL' | 'SPECIFIC';

/** Classes of fields that hold personal data, by coordinate. */
export type PersonalData = ReadonlyMap<string, PersonalDataClass>;

const classes: Readonly<Record<string, PersonalDataClass>> = {
  'personal-data/general': 'GENERAL',
  'personal-data/specific': 'SPECIFIC',
};

/** Reads the tags of a supergraph's fields. */
export const readPersonalData = ({ definitions }: DocumentNode): PersonalData => {
  const found = new Map<string, PersonalDataClass>();
  for (const node of definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const { name, directives = [] } of node.fields ?? []) {
      const [known] = directives.flatMap(classIn);
      if (known !== undefined) found.set(`${node.name.value}.${name.value}`, known);
    }
  }
  return found;
};

const classIn = ({ name, arguments: args }: ConstDirectiveNode): PersonalDataClass[] => {
  const value = name.value === 'tag' ? args?.find((each) => each.name.value === 'name')?.value : undefined;
  const known = value?.kind === Kind.STRING ? classes[value.value] : undefined;
  return known === undefined ? [] : [known];
};
