import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { FlagKind } from './vacancy.flag.ts';

registerEnumType(FlagKind, {
  name: 'VacancyFlagKind',
  description: 'Why moderation holds a vacancy back.',
  valuesConfig: {
    FEE: { description: 'Words by which applicants seem to be asked for money, or for papers as a pledge.' },
    DISCRIMINATION: { description: 'Words that seem to exclude people by sex, age, faith, origin, looks or the like.' },
    BELOW_MINIMUM_WAGE: { description: 'Monthly pay below the minimum of the province: what is paid < the minimum.' },
    REPORTED: { description: 'Several job seekers have reported it.' },
    REJECTED_BEFORE: { description: 'An officer has rejected an earlier content of it, for this reason.' },
  },
});

@ObjectType('VacancyFlag', { description: 'What moderation found in a vacancy.' })
export class VacancyFlagType {
  @Field(() => FlagKind, { description: 'Why it is held back.' })
  kind!: FlagKind;

  @Field(() => String, { description: 'The words that say it, in lower case.' })
  words!: string;
}
