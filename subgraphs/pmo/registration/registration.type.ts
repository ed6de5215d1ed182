import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { connectionType } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';
import { type Registration, RegistrationStatus } from './registration.status.ts';

registerEnumType(RegistrationStatus, {
  name: 'RegistrationStatus',
  description: 'How far a registration has come in its wave.',
  valuesConfig: {
    JOINED: { description: 'Waits for the screening.' },
    ELIGIBLE: { description: 'Takes part in the draw.' },
    INELIGIBLE: { description: 'Left out by the screening; `reasons` says why.' },
    SELECTED: { description: 'Drawn and announced.' },
    NOT_SELECTED: { description: 'Not drawn, or the wave was cancelled; may join another wave.' },
  },
});

@ObjectType('Registration', { description: "A person's part in one wave." })
export class RegistrationType implements Registration {
  @Directive(requiresScopes('self', 'participant:read'))
  @Field(() => RegistrationStatus, { description: 'How far it has come.' })
  status!: RegistrationStatus;

  @Directive(requiresScopes('self', 'participant:read'))
  @Field(() => DateTime, { description: 'When the person joined.' })
  joinedAt!: Date;

  @Directive(requiresScopes('self', 'participant:read'))
  @Field(() => ID, {
    description:
      'The published list of the draw names the registration by it, and tells nothing else of the person. It is the first 16 bytes of SHA-256(salt ‖ index of the NIK), so that nobody can hand it to somebody else.',
  })
  entryId!: string;

  entrySalt!: string | null;

  participantId!: string;
  waveNumber!: number;
  reasonCodes!: readonly string[];
  policyVersion!: string;
}

export const RegistrationConnection = connectionType(RegistrationType, 'Registration');
