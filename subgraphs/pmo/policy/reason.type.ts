import { Field, ObjectType } from 'type-graphql';
import type { Language } from '../../kit/language.ts';
import type { Reason } from './judge/index.ts';

@ObjectType('EligibilityReason', { description: 'A condition that is not met.' })
export class EligibilityReasonType {
  @Field(() => String, { description: 'Stable, for programs: UPPER_SNAKE, such as AGE_BELOW_MINIMUM.' })
  code!: string;

  @Field(() => String, { description: 'Where the condition is written.' })
  article!: string;

  @Field(() => String, {
    description:
      'Why, and what the person can do, in the language of Accept-Language: English (default) or Indonesian.',
  })
  text!: string;
}

/** Returns a reason as it is shown to a caller of this language. */
export const reasonIn =
  (language: Language) =>
  ({ code, article, text }: Reason): EligibilityReasonType => ({ code, article, text: text[language] });
