import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { personalData, requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';
import { RegionType } from '../region/region.type.ts';
import { SkillType } from '../skill/skill.type.ts';
import { AlumniPurpose } from './alumnus.purpose.ts';

registerEnumType(AlumniPurpose, {
  name: 'AlumniPurpose',
  description: 'Why a job portal looks for alumni; each person whom it is shown reads it.',
  valuesConfig: {
    VACANCY: { description: 'To fill a vacancy that is open.' },
    TALENT_POOL: { description: 'To know whom to invite to vacancies to come.' },
  },
});

@Directive(requiresScopes('alumni:search'))
@ObjectType('Alumnus', {
  description:
    'Someone with certificates of all the skills who lets your portal find them. There is no name and no contact, and `pseudonym` leads to none: invite the person, who decides.',
})
export class AlumnusType {
  @Directive(personalData('general'))
  @Field(() => ID, {
    simple: true,
    description:
      'Good for your portal, this search and this day; in another search or on another day the same person has another one. An invitation can name it for a week. No id of the graph.',
  })
  pseudonym!: string;

  @Directive(personalData('general'))
  @Field(() => [SkillType], {
    nullable: true,
    simple: true,
    description: 'The skills that you searched for, in order of code.',
  })
  matchingSkills!: SkillType[];

  @Directive(personalData('general'))
  @Field(() => RegionType, {
    nullable: true,
    simple: true,
    description: 'The province that you searched in; more is shown when the person accepts an invitation.',
  })
  region!: RegionType;
}

const AlumnusConnection = connectionType(AlumnusType, 'Alumnus');

@Directive(requiresScopes('alumni:search'))
@ObjectType('AlumnusSearchConnection', { description: 'A page of the alumni found, and about how many there are.' })
export class AlumnusSearchConnectionType extends AlumnusConnection {
  @Field(() => Int, {
    nullable: true,
    description:
      'How many hold all the skills in the province, as of this morning: rounded down to tens, from a thousand on to two digits. Null when fewer than ten do: then nobody is shown.',
  })
  totalCount!: number | null;
}

@Directive(requiresScopes('alumni:search'))
@ObjectType('AlumniQuota', { description: 'Rows of alumni that a portal may be shown in a day of Asia/Jakarta.' })
export class AlumniQuotaType {
  @Field(() => Int, {
    description: 'Rows shown today, each time that they were shown; a page without any counts as one.',
  })
  used!: number;

  @Field(() => Int, { description: 'Rows that are left today.' })
  remaining!: number;

  @Field(() => DateTime, { description: 'When it begins anew: the next midnight in Jakarta.' })
  resetsAt!: Date;
}

@Directive(requiresScopes('alumni:search'))
@ObjectType('SkillSupply', { description: 'How many alumni a portal could find by one skill.' })
export class SkillSupplyType {
  @Field(() => Int, {
    description: 'People, rounded like `totalCount`; of the country, the sum of the provinces with ten or more.',
  })
  people!: number;

  skillCode!: string;
}

@ObjectType('AlumniDisclosure', { description: 'A search of a job portal in which a person was shown.' })
export class AlumniDisclosureType {
  @Field(() => DateTime, { description: 'When it was shown.' })
  at!: Date;

  @Field(() => ID, { description: 'Id of the portal, as an organisation.' })
  portalId!: string;

  @Field(() => AlumniPurpose, { description: 'Why, as the portal stated it.' })
  purpose!: AlumniPurpose;

  @Field(() => String, { description: 'The id of the request; quote it when you ask about this entry.' })
  requestId!: string;

  id!: string;
  participantId!: string;
  skillCodes!: string[];
  provinceCode!: string;
}

export const AlumniDisclosureConnection = connectionType(AlumniDisclosureType, 'AlumniDisclosure');
