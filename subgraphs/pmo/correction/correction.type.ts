import { Field, ID, InputType, Int } from 'type-graphql';
import { Education, Occupation, WorkStatus } from '../profile/profile.type.ts';
import type { CorrectionInput } from './correction.ts';

const nullable = true;

@InputType('CorrectRegistrationInput', {
  description: 'What was stated wrongly at registration, as it is right. What is left out, or null, stays.',
})
export class CorrectRegistrationInput implements CorrectionInput {
  @Field(() => ID, { nullable, description: 'Whose registration; the caller’s own when left out.' })
  participantId?: string | null;

  @Field(() => Int, { description: '`Participant.version` as it was read: whoever corrects it first wins.' })
  expectedVersion!: number;

  @Field(() => String, { description: 'Why it is corrected: 1 to 500 characters. The person reads it.' })
  reason!: string;

  @Field(() => String, {
    nullable,
    description:
      'National identity number: 16 digits. The registered one, stated once more, is claimed anew: somebody else may have held it by mistake.',
  })
  nik?: string | null;

  @Field(() => String, { nullable, description: 'Number of the family card (KK): 16 digits.' })
  kk?: string | null;

  @Field(() => String, {
    nullable,
    description:
      'Date of birth, YYYY-MM-DD, as the civil registry has it. One that is not that of the NIK is taken up to ten years from it, by an officer at any distance, and marked.',
  })
  birthDate?: string | null;

  @Field(() => String, { nullable, description: 'Full name as on the KTP, at most 100 characters.' })
  name?: string | null;

  @Field(() => String, { nullable, description: 'Indonesian mobile number; another one has to be confirmed.' })
  phone?: string | null;

  @Field(() => String, { nullable, description: 'E-mail address; another one has to be confirmed.' })
  email?: string | null;

  @Field(() => ID, {
    nullable,
    description: 'Code of the regency or city where the person lives. A registration in a wave keeps its region.',
  })
  region?: string | null;

  @Field(() => Education, { nullable, description: 'Highest education that was finished.' })
  education?: Education | null;

  @Field(() => WorkStatus, { nullable, description: 'Work status.' })
  workStatus?: WorkStatus | null;

  @Field(() => Occupation, { nullable, description: 'An occupation that bars, or NONE.' })
  occupation?: Occupation | null;

  @Field(() => Boolean, { nullable, description: 'Goes to school or studies now.' })
  isInFormalEducation?: boolean | null;

  @Field(() => String, { nullable, description: 'Why the person registered: 1 to 2,000 characters.' })
  motivation?: string | null;

  @Field(() => [ID], { nullable, description: 'Codes of skills that the person wants to learn, at most 5.' })
  interests?: string[] | null;
}
