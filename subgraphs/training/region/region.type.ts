import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "code", resolvable: false)')
@ObjectType('Region')
export class RegionType {
  @Field(() => ID, { description: 'Kemendagri code: `32` for a province, `32.73` for a regency or city.' })
  code!: string;
}
