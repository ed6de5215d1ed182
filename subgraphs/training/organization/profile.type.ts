import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateScalar, DateTime } from '../../kit/scalars.ts';
import { LegalForm } from './legal-form.ts';

registerEnumType(LegalForm, {
  name: 'LegalForm',
  description: 'What kind of legal entity a partner is.',
  valuesConfig: {
    LIMITED_COMPANY: { description: 'Perseroan terbatas (PT).' },
    LIMITED_PARTNERSHIP: { description: 'Persekutuan komanditer (CV).' },
    COOPERATIVE: { description: 'Koperasi.' },
    FOUNDATION: { description: 'Yayasan.' },
    ASSOCIATION: { description: 'Perkumpulan.' },
    STATE_BODY: { description: 'A body of the state, such as a vocational training centre or a state university.' },
  },
});

@ObjectType('PartnerProfile', {
  description: 'What a platform or an institution states of itself, by its own hand, for everyone to read.',
})
export class PartnerProfileType {
  @Field(() => LegalForm, { description: 'What kind of legal entity it is.' })
  legalForm!: LegalForm;

  @Field(() => DateScalar, { description: 'When the legal entity was established.' })
  established!: string;

  @Field(() => String, { nullable: true, description: 'By whom and how it is accredited; null when it is not.' })
  accreditation!: string | null;

  @Field(() => Int, { description: 'Counts the changes; the next one names the one that it follows.' })
  version!: number;

  @Field(() => DateTime, { description: 'When it was changed last.' })
  updatedAt!: Date;

  organizationId!: string;
  provinces!: string[];
}

@InputType('PlatformProfileInput', { description: 'What a platform states of itself.' })
export class PlatformProfileInput {
  @Field(() => String, {
    description: 'Tax number (NPWP) of the legal entity: 15 or 16 digits, with or without dots and dashes.',
  })
  taxNumber!: string;

  @Field(() => LegalForm, { description: 'What kind of legal entity it is.' })
  legalForm!: LegalForm;

  @Field(() => DateScalar, { description: 'When the legal entity was established.' })
  established!: string;

  @Field(() => String, {
    nullable: true,
    description: 'By whom and how it is accredited: 2 to 200 characters.',
  })
  accreditation?: string | null;

  @Field(() => [ID], {
    description:
      'Codes of the provinces that it serves, such as `32`. A platform serves two thirds before it publishes.',
  })
  provinces!: string[];
}

@InputType('InstitutionProfileInput', { description: 'What an institution states of itself.' })
export class InstitutionProfileInput extends PlatformProfileInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Regency or city of its seat, such as `32.73`; left out, it stays as it is.',
  })
  seat?: string | null;
}
