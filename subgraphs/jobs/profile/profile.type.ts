import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/scalars.ts';

@ObjectType('SkillProfile', { description: 'What a participant can do, as their certificates prove.' })
export class SkillProfileType {
  @Field(() => DateTime, { description: 'When the newest certificate in it was issued.' })
  updatedAt!: Date;

  participantId!: string;
  skillCodes!: string[];
}
