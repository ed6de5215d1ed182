import { Arg, Ctx, Directive, Query, Resolver } from 'type-graphql';
import { listOf } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import type { Language } from '../../kit/language.ts';
import { DateScalar } from '../../kit/scalars.ts';
import { policies } from './policies.data.ts';
import type { PolicyService } from './policy.service.ts';
import type { Policy } from './policy.ts';
import { PolicyVersionType } from './policy.type.ts';
import { policyInForce, stateOn, totalOf } from './versions.ts';

interface Slice extends RequestContext {
  policies: PolicyService;
}

interface VersionView {
  day: string;
  language: Language;
}

const versionOf = (policy: Policy, { day, language }: VersionView): PolicyVersionType => {
  const { version, inForceFrom, inForceUntil, basis, trainingBalance, incentive, survey } = policy;
  return {
    version,
    inForceFrom,
    inForceUntil,
    basis,
    amounts: { trainingBalance, incentive, survey, total: totalOf(policy) },
    rules: policy.rules.map(({ code, article, demand, isOff }) => ({
      code,
      article,
      text: demand[language],
      isOn: !isOff,
    })),
    deadlines: policy.deadlines.map((deadline) => ({ ...deadline, text: deadline.text[language] })),
    switches: policy.switches.map((each) => ({
      code: each.code,
      article: each.article,
      text: each.text[language],
      state: stateOn(each, day),
      steps: each.steps.map(({ provinces, ...step }) => ({
        ...step,
        provinceCount: provinces?.count ?? null,
        provinces: provinces?.codes ?? null,
      })),
    })),
  };
};

@Resolver(() => PolicyVersionType)
export class PolicyResolver {
  @Directive(listOf(5))
  @Query(() => [PolicyVersionType], { description: 'All policy versions, oldest first.' })
  policyVersions(@Ctx() { policies: service, language }: Slice): PolicyVersionType[] {
    const today = service.today();
    return policies.map((policy) => {
      const day = policy.inForceUntil && policy.inForceUntil < today ? policy.inForceUntil : today;
      return versionOf(policy, { day, language });
    });
  }

  @Query(() => PolicyVersionType, {
    nullable: true,
    description: 'The policy version in force on a day; null before the first, 11 April 2020.',
  })
  policy(
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day, in Asia/Jakarta; today when left out.' })
    asOf: string | null | undefined,
    @Ctx() { policies: service, language }: Slice,
  ): PolicyVersionType | null {
    const day = asOf ?? service.today();
    const policy = policyInForce(day);
    return policy && versionOf(policy, { day, language });
  }
}
