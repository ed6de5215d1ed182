import 'reflect-metadata';
import { auditFeature } from '../kit/audit/audit.feature.ts';
import { eventFeature } from '../kit/events/event.feature.ts';
import { features } from '../kit/feature.ts';
import { idempotencyFeature } from '../kit/idempotency.feature.ts';
import { vaultFeature } from '../kit/vault/vault.feature.ts';
import { alumni } from './alumni/alumni.feature.ts';
import { barred } from './barred/barred.feature.ts';
import { consent } from './consent/consent.feature.ts';
import { correction } from './correction/correction.feature.ts';
import { draw } from './draw/draw.feature.ts';
import { identity } from './identity/identity.feature.ts';
import { note } from './note/note.feature.ts';
import { organization } from './organization/organization.feature.ts';
import { participant } from './participant/participant.feature.ts';
import { policy } from './policy/policy.feature.ts';
import { profile } from './profile/profile.feature.ts';
import { programme } from './programme/programme.feature.ts';
import { region } from './region/region.feature.ts';
import { registration } from './registration/registration.feature.ts';
import { skill } from './skill/skill.feature.ts';
import { survey } from './survey/survey.feature.ts';
import { verification } from './verification/verification.feature.ts';
import { wave } from './wave/wave.feature.ts';

/** What the programme office owns: everything of this subgraph derives from this list. */
export const pmo = features(
  auditFeature('003-audit'),
  eventFeature,
  idempotencyFeature,
  vaultFeature,
  region,
  skill,
  profile,
  participant,
  identity,
  correction,
  verification,
  policy,
  registration,
  consent,
  survey,
  alumni,
  programme,
  draw,
  barred,
  wave,
  note,
  organization,
);
