import 'reflect-metadata';
import { forbidden } from '../kit/errors.ts';
import { buildSubgraph } from '../kit/federation.ts';
import { AlumniOfferResolver, ParticipantAlumniOffersResolver } from './alumni/offer.resolver.ts';
import { BarredResolver } from './barred/barred.resolver.ts';
import { ConsentResolver, ParticipantConsentsResolver } from './consent/consent.resolver.ts';
import type { Context } from './context.ts';
import { CorrectionResolver } from './correction/correction.resolver.ts';
import { ParticipantRevisionsResolver, RevisionResolver } from './correction/revision.resolver.ts';
import { DrawResolver, WaveDrawResolver } from './draw/draw.resolver.ts';
import { ParticipantIdentityOfResolver, ParticipantIdentityResolver } from './identity/identity.resolver.ts';
import { ClientResolver } from './organization/client.resolver.ts';
import { OrganizationResolver, readOrganization } from './organization/organization.resolver.ts';
import { mayRead } from './participant/participant.policy.ts';
import { ParticipantResolver } from './participant/participant.resolver.ts';
import { RegisterResolver } from './participant/register.resolver.ts';
import { EligibilityResolver } from './policy/eligibility.resolver.ts';
import { PolicyResolver } from './policy/policy.resolver.ts';
import { StatisticsResolver } from './programme/statistics.resolver.ts';
import { RegionResolver } from './region/region.resolver.ts';
import { ParticipantRegistrationsResolver, RegistrationResolver } from './registration/registration.resolver.ts';
import { SkillResolver } from './skill/skill.resolver.ts';
import { ParticipantSurveysResolver, SurveyResolver } from './survey/survey.resolver.ts';
import { VerificationResolver } from './verification/verification.resolver.ts';
import { ProgressResolver } from './wave/progress.resolver.ts';
import { WaveResolver } from './wave/wave.resolver.ts';
import { ReofferResolver, WaveChangeResolver } from './wave/wave-change.resolver.ts';

const participant = ({ id }: { id: string }, { caller, loaders }: Context) => {
  if (!mayRead(caller, id)) throw forbidden('the scope `participant:read`, or to be this participant');
  return loaders.participant.load(id);
};

/** The programme office's part of the graph. */
export const pmo = buildSubgraph<Context>({
  resolvers: [
    ParticipantResolver,
    ParticipantIdentityOfResolver,
    ParticipantIdentityResolver,
    RegisterResolver,
    CorrectionResolver,
    ParticipantRevisionsResolver,
    RevisionResolver,
    VerificationResolver,
    RegistrationResolver,
    ParticipantRegistrationsResolver,
    AlumniOfferResolver,
    ParticipantAlumniOffersResolver,
    ConsentResolver,
    ParticipantConsentsResolver,
    SurveyResolver,
    ParticipantSurveysResolver,
    PolicyResolver,
    EligibilityResolver,
    RegionResolver,
    StatisticsResolver,
    SkillResolver,
    WaveResolver,
    BarredResolver,
    WaveChangeResolver,
    ReofferResolver,
    ProgressResolver,
    WaveDrawResolver,
    DrawResolver,
    OrganizationResolver,
    ClientResolver,
  ],
  references: {
    Organization: readOrganization,
    Participant: participant,
    Region: ({ code }: { code: string }, { loaders }) => loaders.region.load(code),
    Skill: ({ code }: { code: string }, { loaders }) => loaders.skill.load(code),
    Wave: ({ number }: { number: number }, { loaders }) => loaders.wave.load(number),
  },
});
