import 'reflect-metadata';
import { auditFeature } from '../kit/audit/audit.feature.ts';
import { eventFeature } from '../kit/events/event.feature.ts';
import { features } from '../kit/feature.ts';
import { idempotencyFeature } from '../kit/idempotency.feature.ts';
import { vaultFeature } from '../kit/vault/vault.feature.ts';
import { alumni } from './alumni/alumni.feature.ts';
import { applicant } from './applicant/applicant.feature.ts';
import { attestation } from './attestation/attestation.feature.ts';
import { barred } from './barred/barred.feature.ts';
import { consent } from './consent/consent.feature.ts';
import { correction } from './correction/correction.feature.ts';
import { developer } from './developer/developer.feature.ts';
import { dispute } from './dispute/dispute.feature.ts';
import { draw } from './draw/draw.feature.ts';
import { eligibilityAnswer } from './eligibility-answer/eligibility-answer.feature.ts';
import { employment } from './employment/employment.feature.ts';
import { fact } from './fact/fact.feature.ts';
import { funding } from './funding/funding.feature.ts';
import { identity } from './identity/identity.feature.ts';
import { journey } from './journey/journey.feature.ts';
import { match } from './match/match.feature.ts';
import { note } from './note/note.feature.ts';
import { organization } from './organization/organization.feature.ts';
import { participant } from './participant/participant.feature.ts';
import { partnerRead } from './partner-read/partner-read.feature.ts';
import { policy } from './policy/policy.feature.ts';
import { profile } from './profile/profile.feature.ts';
import { programme } from './programme/programme.feature.ts';
import { purchaseCode } from './purchase-code/purchase-code.feature.ts';
import { region } from './region/region.feature.ts';
import { registration } from './registration/registration.feature.ts';
import { revocation } from './revocation/revocation.feature.ts';
import { sharedMark } from './shared-mark/shared-mark.feature.ts';
import { skill } from './skill/skill.feature.ts';
import { standing } from './standing/standing.feature.ts';
import { survey } from './survey/survey.feature.ts';
import { tranche } from './tranche/tranche.feature.ts';
import { verification } from './verification/verification.feature.ts';
import { wave } from './wave/wave.feature.ts';
import { webhook } from './webhook/webhook.feature.ts';

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
  sharedMark,
  verification,
  purchaseCode,
  partnerRead,
  policy,
  registration,
  match,
  dispute,
  consent,
  survey,
  alumni,
  programme,
  funding,
  revocation,
  journey,
  applicant,
  employment,
  draw,
  barred,
  standing,
  eligibilityAnswer,
  wave,
  tranche,
  note,
  organization,
  developer,
  fact,
  webhook,
  attestation,
);
