import { Directive, Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { requiresScopes } from '../../kit/directives.ts';

export enum GrantDataClass {
  GENERAL = 'GENERAL',
  SPECIFIC = 'SPECIFIC',
}

registerEnumType(GrantDataClass, {
  name: 'GrantDataClass',
  description: 'The classes of personal data in article 4 of UU 27/2022.',
  valuesConfig: {
    GENERAL: { description: 'Such as name, gender, nationality.' },
    SPECIFIC: { description: 'Such as health, biometrics, finances.' },
  },
});

@InputType('GrantTermsInput', { description: 'On what terms personal data shall be sent.' })
export class GrantTermsInput {
  @Field(() => GrantDataClass, { description: 'The class that the finding names.' })
  class!: GrantDataClass;

  @Field(() => String, { description: 'What it is used for, in words that the person reads: 10 to 500 characters.' })
  purpose!: string;

  @Field(() => Boolean, { description: 'Whether it is used with the consent of the person only.' })
  isConsentNeeded!: boolean;
}

@Directive(requiresScopes('subgraph:publish', 'subgraph:approve', 'grant:decide'))
@ObjectType('GrantTerms', { description: 'On what terms personal data is sent, answered or taken.' })
export class GrantTermsType {
  @Field(() => GrantDataClass, { description: 'The class of personal data.' })
  class!: GrantDataClass;

  @Field(() => String, { description: 'What it is used for.' })
  purpose!: string;

  @Field(() => Boolean, { description: 'Whether it is used with the consent of the person only.' })
  isConsentNeeded!: boolean;
}

/** The terms of a row; null where it has none. */
export const termsShown = (row: {
  dataClass: `${GrantDataClass}` | null;
  dataPurpose: string | null;
  isConsentNeeded: boolean | null;
}): GrantTermsType | null => {
  const { dataClass, dataPurpose, isConsentNeeded } = row;
  if (dataClass === null || dataPurpose === null || isConsentNeeded === null) return null;
  return { class: dataClass as GrantDataClass, purpose: dataPurpose, isConsentNeeded };
};
