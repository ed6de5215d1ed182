import { Directive, Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { RegionLevel } from './region.level.ts';

export { RegionLevel } from './region.level.ts';

registerEnumType(RegionLevel, {
  name: 'RegionLevel',
  description: 'A level of Indonesian administration.',
  valuesConfig: {
    PROVINCE: { description: 'Provinsi: 38 of them.' },
    REGENCY: { description: 'Kabupaten or kota: 514 of them.' },
  },
});

@Directive('@key(fields: "code")')
@ObjectType('Region', { description: 'A province, or a regency or city, of Indonesia.' })
export class RegionType {
  @Field(() => ID, { description: 'Kemendagri code: `32` for a province, `32.73` for a regency or city.' })
  code!: string;

  @Field(() => String, { description: 'Official name in Indonesian, for example `Kota Bandung`.' })
  name!: string;

  @Field(() => RegionLevel, { description: 'Province, or regency or city.' })
  level!: RegionLevel;

  @Field(() => Boolean, { description: 'True for a city (kota), false for a regency (kabupaten) and for a province.' })
  isCity!: boolean;

  parentCode!: string | null;
}
