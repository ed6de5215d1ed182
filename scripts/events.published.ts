import type { EventDefinition } from '../subgraphs/kit/events/event.ts';
import { participantsBarred, participantsReinstated } from '../subgraphs/pmo/barred/barred.events.ts';
import { consentGranted, consentWithdrawn } from '../subgraphs/pmo/consent/consent.events.ts';
import { participantsErased } from '../subgraphs/pmo/identity/identity.events.ts';
import {
  clientRegistered,
  clientResumed,
  clientRotated,
  clientSuspended,
  organizationResumed,
  organizationSuspended,
} from '../subgraphs/pmo/organization/organization.events.ts';
import { surveySubmitted } from '../subgraphs/pmo/survey/survey.events.ts';
import { recipientsAnnounced, recipientsRevoked } from '../subgraphs/pmo/wave/wave.events.ts';

/** Every event that a subgraph publishes, as its publisher defines it. */
export const published: readonly EventDefinition[] = [
  recipientsAnnounced,
  recipientsRevoked,
  participantsBarred,
  participantsReinstated,
  participantsErased,
  consentGranted,
  consentWithdrawn,
  surveySubmitted,
  clientRegistered,
  clientRotated,
  clientSuspended,
  clientResumed,
  organizationSuspended,
  organizationResumed,
];
