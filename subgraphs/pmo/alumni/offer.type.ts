import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { listOf } from '../../kit/directives.ts';
import type { Text } from '../../kit/language.ts';
import { DateScalar, Rupiah } from '../../kit/scalars.ts';
import { WorkStatus } from '../profile/profile.type.ts';
import type { OfferAccess } from './offer.service.ts';
import type { OfferFigure } from './offers.data.ts';

/** @public its names are those of the graph */
export enum AlumniOfferKind {
  FREE_COURSE = 'FREE_COURSE',
  PROGRAMME = 'PROGRAMME',
  MICRO_LOAN = 'MICRO_LOAN',
}

registerEnumType(AlumniOfferKind, {
  name: 'AlumniOfferKind',
  description: 'What is offered to alumni.',
  valuesConfig: {
    FREE_COURSE: { description: 'A course that costs nothing, beyond those that the training balance bought.' },
    PROGRAMME: { description: 'Mentoring, meetings and the like.' },
    MICRO_LOAN: { description: 'A KUR micro-loan for a business of one’s own.' },
  },
});

/** @public its names are those of the graph */
export enum AlumniOfferAccess {
  OPEN = 'OPEN',
  AFTER_FIRST_CERTIFICATE = 'AFTER_FIRST_CERTIFICATE',
  REVOKED = 'REVOKED',
  BARRED = 'BARRED',
}

registerEnumType(AlumniOfferAccess, {
  name: 'AlumniOfferAccess',
  description: 'Whether offers for alumni are open to a person.',
  valuesConfig: {
    OPEN: { description: 'The person is an alumnus.' },
    AFTER_FIRST_CERTIFICATE: { description: 'They open with the first certificate.' },
    REVOKED: { description: 'Never: the participation was revoked.' },
    BARRED: { description: 'Not while the person is barred.' },
  },
});

@ObjectType('AlumniOfferFigure', { description: 'A published figure about an offer.' })
class AlumniOfferFigureType implements OfferFigure {
  @Field(() => String, { description: 'OFFERED or APPLIED: alumni to whom it was offered, or who applied for it.' })
  name!: OfferFigure['name'];

  @Field(() => Int, { description: 'People.' })
  value!: number;

  @Field(() => String, { description: 'Who said so.' })
  source!: string;
}

@ObjectType('AlumniOffer', {
  description: 'What alumni are offered after their first certificate: free courses, programmes, KUR micro-loans.',
})
export class AlumniOfferType {
  @Field(() => ID, { description: 'Stable kebab-case key, for example `kur-micro-loan`.' })
  code!: string;

  @Field(() => AlumniOfferKind, { description: 'What it is.' })
  kind!: `${AlumniOfferKind}`;

  @Field(() => String, { description: 'Who offers it.' })
  provider!: string;

  @Directive(listOf(3))
  @Field(() => [WorkStatus], { description: 'Only for people of these work statuses; empty: for all.' })
  workStatuses!: readonly string[];

  @Field(() => DateScalar, { nullable: true, description: 'First day; null where the source names none.' })
  opensOn!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; null while no end is set.' })
  closesOn!: string | null;

  @Field(() => Rupiah, { nullable: true, description: 'The most that one person gets; null where it is no money.' })
  maxAmount!: bigint | null;

  @Directive(listOf(2))
  @Field(() => [AlumniOfferFigureType], { description: 'Published figures about it; none for most.' })
  figures!: readonly AlumniOfferFigureType[];

  @Field(() => Boolean, { description: 'Made up: the sources say that such offers exist, and name none.' })
  isSynthetic!: boolean;

  @Field(() => String, { description: 'Where it is from.' })
  source!: string;

  titles!: Text;
  descriptions!: Text;
  conditionTexts!: Text | null;
  skillCodes!: readonly string[];
}

export const AlumniOfferConnection = connectionType(AlumniOfferType, 'AlumniOffer');

@ObjectType('ParticipantAlumniOfferConnection', {
  description: 'A page of the offers that are open to a person, and why there are none.',
})
export class ParticipantAlumniOfferConnection extends AlumniOfferConnection {
  @Field(() => AlumniOfferAccess, {
    description: 'Whether offers for alumni are open to the person; if not, the page is empty.',
  })
  access!: OfferAccess;

  @Field(() => String, { description: 'The same for people, in the language of Accept-Language.' })
  explanation!: string;
}
