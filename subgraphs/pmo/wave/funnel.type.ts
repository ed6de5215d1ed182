import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/scalars.ts';
import { RegionType } from '../region/region.type.ts';

@ObjectType('WaveFunnel', {
  description: 'Registrations by how far they came. Each number includes the ones after it.',
})
export class WaveFunnelType {
  @Field(() => DateTime, {
    description:
      'When it was counted: now for a small wave that is not drawn; others are counted every minute, and after each step.',
  })
  asOf!: Date;

  @Field(() => Int, { description: 'Registrations in the wave.' })
  applied!: number;

  @Field(() => Int, { description: 'Of these, found eligible by the screening.' })
  eligible!: number;

  @Field(() => Int, { description: 'Of these, drawn.' })
  selected!: number;
}

@ObjectType('RegionFunnel', { description: 'The funnel of a wave in one region.' })
export class RegionFunnelType extends WaveFunnelType {
  @Field(() => RegionType, { description: 'Province, or regency or city, where the applicants live.' })
  region!: RegionType;
}
