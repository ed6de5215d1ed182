import 'reflect-metadata';
import { buildSubgraph } from '../kit/federation.ts';
import { AlumnusResolver } from './alumnus/alumnus.resolver.ts';
import type { Context } from './context.ts';
import { ParticipantResolver } from './profile/participant.resolver.ts';
import { ParticipantType } from './profile/participant.type.ts';
import { SkillProfileResolver } from './profile/profile.resolver.ts';
import { RecommendedVacancyResolver } from './profile/recommendation.resolver.ts';
import { SkillResolver } from './skill/skill.resolver.ts';
import { wasPosted } from './vacancy/vacancy.policy.ts';
import { VacancyResolver } from './vacancy/vacancy.resolver.ts';

interface Id {
  id: string;
}

const vacancy = async ({ id }: Id, { loaders }: Context) => {
  const found = await loaders.vacancy.load(id);
  return found && wasPosted(found) ? found : null;
};

/** The part of the graph that job portals own. */
export const jobs = buildSubgraph<Context>({
  resolvers: [
    VacancyResolver,
    ParticipantResolver,
    SkillProfileResolver,
    RecommendedVacancyResolver,
    AlumnusResolver,
    SkillResolver,
  ],
  types: [ParticipantType],
  references: {
    Vacancy: vacancy,
    // Their rows are the programme office's; the fields added here check the caller themselves.
    Participant: (key: Id) => key,
    Skill: (key: { code: string }) => key,
  },
});
