import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';
import { DisputeOutcome, DisputeStatus } from './dispute.status.ts';

registerEnumType(DisputeStatus, {
  name: 'IdentityDisputeStatus',
  description: 'How far a dispute about whose a NIK is has come.',
  valuesConfig: {
    OPEN: { description: 'Waits for the first officer.' },
    PROPOSED: { description: 'One officer has spoken; another one has to agree.' },
    GRANTED: { description: 'The NIK is the person’s.' },
    REJECTED: { description: 'It stays as it is. The person may open another dispute, with better documents.' },
  },
});

registerEnumType(DisputeOutcome, {
  name: 'IdentityDisputeOutcome',
  description: 'How an officer would decide a dispute.',
  valuesConfig: {
    GRANTED: { description: 'The NIK is the person’s.' },
    REJECTED: { description: 'It stays as it is.' },
  },
});

@ObjectType('IdentityDisputeOpinion', { description: 'What one officer said of a dispute, for officers alone.' })
export class DisputeOpinionType {
  @Directive(requiresScopes('identity:decide'))
  @Field(() => DisputeOutcome, { description: 'What they would decide.' })
  outcome!: `${DisputeOutcome}`;

  @Directive(requiresScopes('identity:decide'))
  @Field(() => String, { description: 'Why.' })
  reason!: string;

  @Directive(requiresScopes('identity:decide'))
  @Field(() => String, { description: 'The officer.' })
  officer!: string;

  @Directive(requiresScopes('identity:decide'))
  @Field(() => DateTime, { description: 'When.' })
  statedAt!: Date;
}

@ObjectType('IdentityDispute', {
  description: 'A person says that a NIK is theirs although it was not confirmed. For that person and for officers.',
})
export class IdentityDisputeType {
  @Directive(requiresScopes('self', 'identity:decide'))
  @Field(() => ID, { description: 'Opaque and stable.' })
  id!: string;

  @Directive(requiresScopes('self', 'identity:decide'))
  @Field(() => DisputeStatus, { description: 'How far it has come.' })
  status!: `${DisputeStatus}`;

  @Directive(requiresScopes('self', 'identity:decide'))
  @Field(() => String, { description: 'Where the documents can be seen, in the words of the person.' })
  evidence!: string;

  @Directive(requiresScopes('self', 'identity:decide'))
  @Field(() => DateTime, { description: 'When it was opened.' })
  openedAt!: Date;

  @Directive(requiresScopes('self', 'identity:decide'))
  @Field(() => DateTime, { nullable: true, description: 'When two officers agreed; null until then.' })
  decidedAt!: Date | null;

  participantId!: string;
  holderId!: string | null;
}

export const IdentityDisputeConnection = connectionType(IdentityDisputeType, 'IdentityDispute');
