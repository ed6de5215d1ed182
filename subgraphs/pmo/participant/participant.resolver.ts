import type { GraphQLResolveInfo } from 'graphql';
import {
  Arg,
  Args,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  Info,
  InputType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { demandScope, demandSelfOr, isSelfOr } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { listOf, personalData, requiresScopes, ShownTo } from '../../kit/directives.ts';
import { forbidden, unauthenticated } from '../../kit/errors.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { NikBirthDateStatus, NikRegionStatus } from '../profile/profile.type.ts';
import { normaliseRegionCode } from '../region/index.ts';
import type { RegionLoaders } from '../region/region.loader.ts';
import { RegionType } from '../region/region.type.ts';
import type { SkillLoaders } from '../skill/skill.loader.ts';
import { SkillType } from '../skill/skill.type.ts';
import { disclose } from './disclosure.loader.ts';
import { listParticipants } from './participant.loader.ts';
import type { ParticipantLoaders } from './participant.loaders.ts';
import { AbilityTestType, ParticipantConnection, ParticipantStatus, ParticipantType } from './participant.type.ts';

interface Slice extends RequestContext {
  loaders: ParticipantLoaders & RegionLoaders & SkillLoaders;
}

@InputType('ParticipantFilter', { description: 'Narrows a list of participants; all conditions must hold.' })
class ParticipantFilterInput {
  @Field(() => ID, { nullable: true, description: 'Only people who live in this regency or city.' })
  region?: string | null;

  @Field(() => ParticipantStatus, { nullable: true, description: 'Only people who have come this far.' })
  status?: ParticipantStatus | null;

  @Field(() => NikRegionStatus, { nullable: true, description: 'Only people whose NIK names such a place.' })
  nikRegionStatus?: NikRegionStatus | null;

  @Field(() => NikBirthDateStatus, { nullable: true, description: 'Only people whose NIK has this birth date.' })
  nikBirthDateStatus?: NikBirthDateStatus | null;
}

@Resolver(() => ParticipantType)
export class ParticipantResolver {
  @ShownTo('public', 'officer')
  @Directive('@authenticated')
  @Query(() => ParticipantType, { nullable: true, description: 'The participant whose token this is.' })
  async me(@Ctx() { caller, loaders }: Slice): Promise<ParticipantType | null> {
    if (!caller.id) throw unauthenticated();
    return caller.can('self') ? loaders.participant.load(caller.id) : null;
  }

  @Directive(requiresScopes('self', 'participant:read'))
  @Query(() => ParticipantType, {
    nullable: true,
    description: 'One participant: yourself, or anyone with `participant:read`. Null when there is none.',
  })
  async participant(
    @Arg('id', () => ID, { description: "The participant's id." }) id: string,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<ParticipantType | null> {
    demandSelfOr(caller, id, 'participant:read');
    return loaders.participant.load(id);
  }

  @Directive(requiresScopes('participant:read'))
  @Query(() => ParticipantConnection, {
    description: 'Participants in order of registration; takes `participant:read`.',
  })
  async participants(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('filter', () => ParticipantFilterInput, { nullable: true, description: 'Narrows the list.' })
    filter: ParticipantFilterInput | null,
    @Ctx() { caller, database }: Slice,
  ): Promise<Connection<ParticipantType>> {
    demandScope(caller, 'participant:read');
    const page = readPage(args, idKey);
    const region = filter?.region ? normaliseRegionCode(filter.region) : null;
    const { status = null, nikRegionStatus = null, nikBirthDateStatus = null } = filter ?? {};
    const conditions = { region, status, nikRegionStatus, nikBirthDateStatus };
    const rows = await listParticipants(database, page, conditions);
    return toConnection(rows, page, ({ id }) => [id]);
  }

  @FieldResolver()
  name(
    @Root() { id, name }: ParticipantType,
    @Ctx() context: Slice,
    @Info() { operation }: GraphQLResolveInfo,
  ): string | Promise<string> {
    // A mutation has told the audit trail already whom it touched.
    if (operation.operation === 'mutation') return name;
    return disclose(context, { participantId: id, field: 'name' }, name);
  }

  @Directive(requiresScopes('participant:read'))
  @FieldResolver(() => NikRegionStatus, {
    nullable: true,
    description:
      'What is known of the place that the NIK names, for officers: one that is in no list was taken, and waits for a check against the card. Null with an error for others.',
  })
  nikRegionStatus(@Root() { nikRegionStatus }: ParticipantType, @Ctx() { caller }: Slice): NikRegionStatus {
    demandScope(caller, 'participant:read');
    return nikRegionStatus;
  }

  @Directive(requiresScopes('self', 'participant:read'))
  @FieldResolver(() => NikBirthDateStatus, {
    nullable: true,
    description:
      'Whether the birth date is that of the NIK. Show the person one that DISAGREES: mistyped, it is put right by `correctRegistration`; corrected by the civil registry, it stays and waits for a check against the card.',
  })
  nikBirthDateStatus(@Root() { nikBirthDate }: ParticipantType): NikBirthDateStatus {
    return nikBirthDate === null ? NikBirthDateStatus.AGREES : NikBirthDateStatus.DISAGREES;
  }

  @Directive(requiresScopes('self', 'participant:read'))
  @FieldResolver(() => AbilityTestType, {
    nullable: true,
    description: 'Result of the basic-ability test; null where it was not taken. It is recorded, and never decides.',
  })
  abilityTest(@Root() { abilityScore, abilitySeconds }: ParticipantType): AbilityTestType | null {
    return abilityScore === null || abilitySeconds === null ? null : { score: abilityScore, seconds: abilitySeconds };
  }

  @Directive(personalData('general'))
  @Directive(requiresScopes('self', 'participant:read'))
  @FieldResolver(() => RegionType, { nullable: true, description: 'Regency or city where the participant lives.' })
  async region(@Root() { regionCode }: ParticipantType, @Ctx() { loaders }: Slice): Promise<RegionType | null> {
    return loaders.region.load(regionCode);
  }

  @Directive(personalData('general'))
  @Directive(requiresScopes('self', 'participant:read'))
  @Directive(listOf(3))
  @FieldResolver(() => [SkillType], {
    description: 'Skills that the participant wants to learn, as stated at registration.',
  })
  async interests(@Root() { interestCodes }: ParticipantType, @Ctx() { loaders }: Slice): Promise<SkillType[]> {
    const skills = await loaders.skill.loadMany(interestCodes);
    return skills.filter((skill): skill is SkillType => skill !== null && !(skill instanceof Error));
  }
}

/**
 * Returns the person of a key that another subgraph holds.
 * @throws GraphQLError FORBIDDEN
 */
export const findParticipant = ({ id }: { id: string }, { caller, loaders }: Slice) => {
  if (!isSelfOr(caller, id, 'participant:read')) throw forbidden({ scopes: ['participant:read'], or: 'participant' });
  return loaders.participant.load(id);
};
