import { Field, Float, ID, InputType } from 'type-graphql';
import type { ProfileInput } from '../profile/index.ts';
import { Education, Occupation, WorkStatus } from '../profile/profile.type.ts';

@InputType('AbilityTestInput', { description: 'Result of the basic-ability test: 18 questions in 25 minutes.' })
export class AbilityTestInput {
  // Float, not Int: a fraction is refused as data, with its path.
  @Field(() => Float, { description: 'Right answers, 0 to 18.' })
  score!: number;

  @Field(() => Float, { description: 'Whole seconds that it took, at most 1500.' })
  seconds!: number;
}

@InputType('RegisterParticipantInput', { description: 'What a person states at registration.' })
export class RegisterParticipantInput implements ProfileInput {
  @Field(() => String, {
    description: 'National identity number: 16 digits. Its place is that of first registration, of today or of before.',
  })
  nik!: string;

  @Field(() => String, {
    description: 'Number of the family card (KK): 16 digits, with a region, the date of its registration and a serial.',
  })
  kk!: string;

  @Field(() => String, { description: 'Full name as on the KTP, titles included, at most 100 characters.' })
  name!: string;

  @Field(() => String, {
    description:
      'Date of birth, YYYY-MM-DD, as the civil registry has it. One that is not that of the NIK is taken up to ten years from it, and marked: see `Participant.nikBirthDateStatus`.',
  })
  birthDate!: string;

  @Field(() => String, { description: 'Indonesian mobile number, in any usual spelling; codes are sent to it.' })
  phone!: string;

  @Field(() => String, { description: 'E-mail address, without a display name.' })
  email!: string;

  @Field(() => ID, { description: 'Code of the regency or city where the person lives, such as 32.73.' })
  region!: string;

  @Field(() => Education, { description: 'Highest education that was finished.' })
  education!: Education;

  @Field(() => WorkStatus, { description: 'Work status.' })
  workStatus!: WorkStatus;

  @Field(() => Occupation, { defaultValue: Occupation.NONE, description: 'An occupation that bars, or NONE.' })
  occupation!: Occupation;

  @Field(() => Boolean, { defaultValue: false, description: 'Goes to school or studies now.' })
  isInFormalEducation!: boolean;

  @Field(() => String, { description: 'Why the person registers: 1 to 2,000 characters.' })
  motivation!: string;

  @Field(() => AbilityTestInput, { description: 'Result of the basic-ability test.' })
  abilityTest!: AbilityTestInput;

  @Field(() => [ID], { defaultValue: [], description: 'Codes of skills that the person wants to learn, at most 5.' })
  interests!: string[];
}
