import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';
import { SharedMarkKind } from './shared-mark.kind.ts';

registerEnumType(SharedMarkKind, {
  name: 'SharedMarkKind',
  description: 'What accounts have in common.',
  valuesConfig: {
    PHONE: { description: 'The phone number.' },
    EMAIL: { description: 'The e-mail address.' },
    FAMILY_CARD: { description: 'The family card, also of people who hold none of its places.' },
    DEVICE: {
      description:
        'The key that the token was bound to (DPoP) when the person registered; tokens without one have none.',
    },
  },
});

@Directive(requiresScopes('participant:read'))
@ObjectType('SharedMark', {
  description:
    'A phone, address, family card or device that more accounts have than usual: no proof of anything, and a reason to look.',
})
export class SharedMarkType {
  @Field(() => ID, { description: 'Opaque (UUIDv7): it is not made from the number or address.' })
  id!: string;

  @Field(() => SharedMarkKind, { description: 'What it is.' })
  kind!: SharedMarkKind;

  @Field(() => Int, { description: 'Accounts that have it; 1,000 stands for more.' })
  accounts!: number;

  @Field(() => Int, { description: 'How many may have the same one before it is shown here.' })
  limit!: number;

  @Field(() => DateTime, { description: 'When it was found first.' })
  flaggedAt!: Date;

  @Field(() => DateTime, { description: 'When it was counted last: whenever somebody registers with it, and daily.' })
  countedAt!: Date;
}

export const SharedMarkConnection = connectionType(SharedMarkType, 'SharedMark');
