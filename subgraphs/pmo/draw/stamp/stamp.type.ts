import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../../kit/scalars.ts';

@ObjectType('DrawTimeStamp', {
  description:
    'The word of a time-stamping authority (RFC 3161) that it had seen a checkpoint: evidence beside the cosignatures, in place of none of them. It does not show that there was no other checkpoint.',
})
export class DrawTimeStampType {
  waveNumber!: number;

  @Field(() => String, {
    description:
      'The name under which the authority is configured. Take its certificate from the authority, not from here.',
  })
  authority!: string;

  @Field(() => DateTime, { description: "When it saw the checkpoint, by the authority's clock." })
  stampedAt!: Date;

  @Field(() => Int, {
    description: 'By how many milliseconds that clock may be off, as the authority says; 0 where it says nothing.',
  })
  accuracyMs!: number;

  @Field(() => String, {
    description: 'The token over the SHA-256 of the checkpoint: DER in base64, for this verifier and any other.',
  })
  token!: string;
}
