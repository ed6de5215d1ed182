import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/scalars.ts';

@ObjectType('AttendanceDevice', {
  description: 'A device of an institution that signs records of attendance where there is no network.',
})
export class AttendanceDeviceType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => String, { description: 'What the institution calls it.' })
  name!: string;

  @Field(() => DateTime, { description: 'Its records count from then on.' })
  validFrom!: Date;

  @Field(() => DateTime, { description: 'Its records count until then.' })
  validUntil!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Records that it made from then on are refused; null while it is trusted.',
  })
  revokedFrom!: Date | null;
}

@InputType('RegisterDeviceInput', { description: 'A device and the public part of the key that it holds.' })
export class RegisterDeviceInput {
  @Field(() => String, { description: 'What the institution calls it: 1 to 100 characters.' })
  name!: string;

  @Field(() => String, {
    description:
      'The public key for ES256 as a JSON Web Key (RFC 7517), as text: `{"kty": "EC", "crv": "P-256", "x": "…", "y": "…"}`. Never send the private part `d`.',
  })
  jwk!: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the key shall end: in 180 days when left out, in 730 at most.',
  })
  validUntil?: Date | null;
}
