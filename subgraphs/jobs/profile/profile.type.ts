import { Field, ID, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/scalars.ts';

@ObjectType('SkillProof', { description: 'A skill, and what proves it.' })
export class SkillProofType {
  @Field(() => String, {
    nullable: true,
    description: 'The highest level of the certificates: BASIC, INTERMEDIATE or ADVANCED; null when none states one.',
  })
  level!: string | null;

  @Field(() => [ID], { description: 'Ids of the certificates that prove it and stand, oldest first.' })
  certificateIds!: string[];

  @Field(() => DateTime, { description: 'When the newest of them was issued.' })
  provedAt!: Date;

  participantId!: string;
  skillCode!: string;
}

@ObjectType('SkillProfile', { description: 'What a participant can do, as their certificates prove.' })
export class SkillProfileType {
  @Field(() => DateTime, { description: 'When the newest certificate in it was issued.' })
  updatedAt!: Date;

  participantId!: string;
  skillCodes!: string[];
}
