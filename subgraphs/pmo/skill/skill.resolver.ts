import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import { listOf } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { readSearch } from '../../kit/search.ts';
import type { SkillLoaders } from './skill.loader.ts';
import { searchSkills } from './skill.loader.ts';
import { SkillType } from './skill.type.ts';

interface Slice extends RequestContext {
  loaders: SkillLoaders;
}

@Resolver(() => SkillType)
export class SkillResolver {
  @Query(() => SkillType, { nullable: true, description: 'One skill; null when no skill has this code.' })
  async skill(
    @Arg('code', () => ID, { description: 'Its key, for example `data-analysis`.' }) code: string,
    @Ctx() { loaders }: Slice,
  ): Promise<SkillType | null> {
    return loaders.skill.load(code);
  }

  @Directive(listOf(200))
  @Query(() => [SkillType], { description: 'The skill list (about 200), in order of code; not paged.' })
  async skills(
    @Arg('search', () => String, {
      nullable: true,
      description: 'Part of a name, in English or Indonesian; ≤ 100 characters.',
    })
    search: string | null,
    @Ctx() { database }: Slice,
  ): Promise<SkillType[]> {
    return searchSkills(database, readSearch(search));
  }
}

export const findSkill = ({ code }: { code: string }, { loaders }: Slice) => loaders.skill.load(code);
