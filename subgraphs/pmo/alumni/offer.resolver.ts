import { Arg, Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { demandSelfOr } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { type Page, PageArgs, readPage } from '../../kit/page.ts';
import { DateScalar } from '../../kit/scalars.ts';
import { ParticipantType } from '../participant/participant.type.ts';
import type { PolicyService } from '../policy/policy.service.ts';
import type { SkillLoaders } from '../skill/skill.loader.ts';
import { SkillType } from '../skill/skill.type.ts';
import { accessOf, offersFor, offersOn } from './offer.service.ts';
import {
  AlumniOfferConnection,
  AlumniOfferKind,
  AlumniOfferType,
  ParticipantAlumniOfferConnection,
} from './offer.type.ts';
import type { AlumniOffer } from './offers.data.ts';

interface Slice extends RequestContext {
  policies: PolicyService;
  loaders: SkillLoaders;
}

const offerKey = z.tuple([z.string().max(64)]);

/** Returns the part of the list that a page shows. */
const pageOf = (offers: readonly AlumniOffer[], page: Page<[string]>): Connection<AlumniOfferType> => {
  const behind = offers.filter(({ code }) => page.after === null || code > page.after[0]);
  const rows = behind.map(({ title, description, conditions, skills, ...offer }) => {
    return { ...offer, titles: title, descriptions: description, conditionTexts: conditions, skillCodes: skills };
  });
  return toConnection(rows, page, ({ code }) => [code]);
};

@Resolver(() => AlumniOfferType)
export class AlumniOfferResolver {
  @Query(() => AlumniOfferConnection, {
    description: 'What awaits people after their first certificate, in order of code. Public.',
  })
  alumniOffers(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('kind', () => AlumniOfferKind, { nullable: true, description: 'Only offers of this kind.' })
    kind: `${AlumniOfferKind}` | null | undefined,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day, in Asia/Jakarta; today when left out.' })
    asOf: string | null | undefined,
    @Ctx() { policies }: Slice,
  ): Connection<AlumniOfferType> {
    const page = readPage(args, offerKey);
    return pageOf(offersOn(asOf ?? policies.today(), kind ?? null), page);
  }

  @FieldResolver(() => String, { description: 'What it is called, in the language of Accept-Language.' })
  title(@Root() { titles }: AlumniOfferType, @Ctx() { language }: Slice): string {
    return titles[language];
  }

  @FieldResolver(() => String, { description: 'What it is, in the language of Accept-Language.' })
  description(@Root() { descriptions }: AlumniOfferType, @Ctx() { language }: Slice): string {
    return descriptions[language];
  }

  @FieldResolver(() => String, { nullable: true, description: 'What else is asked for; null when nothing is.' })
  conditions(@Root() { conditionTexts }: AlumniOfferType, @Ctx() { language }: Slice): string | null {
    return conditionTexts?.[language] ?? null;
  }

  @Directive(listOf(4))
  @FieldResolver(() => [SkillType], {
    description: 'Only for those who stated that they want to learn one of these; empty: for all.',
  })
  async skills(@Root() { skillCodes }: AlumniOfferType, @Ctx() { loaders }: Slice): Promise<SkillType[]> {
    const skills = await loaders.skill.loadMany(skillCodes);
    return skills.filter((skill): skill is SkillType => skill !== null && !(skill instanceof Error));
  }
}

@Resolver(() => ParticipantType)
export class ParticipantAlumniOffersResolver {
  @Directive(requiresScopes('self', 'participant:read'))
  @FieldResolver(() => ParticipantAlumniOfferConnection, {
    nullable: true,
    description:
      'Offers for alumni that are open to this person today, by work status and by the skills that they want to learn. Empty for whoever is no alumnus; `access` and `explanation` say why.',
  })
  alumniOffers(
    @Root() person: ParticipantType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, policies, language }: Slice,
  ): ParticipantAlumniOfferConnection {
    demandSelfOr(caller, person.id, 'participant:read');
    const page = readPage(args, offerKey);
    const { access, explanation } = accessOf(person);
    return { ...pageOf(offersFor(person, policies.today()), page), access, explanation: explanation[language] };
  }
}
