import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { Arg, Directive, Field, ID, InputType, Int, Mutation, Query, Resolver } from 'type-graphql';
import { expect, test } from 'vitest';
import { bulk } from './directives.ts';
import { buildSubgraph } from './federation.ts';

@InputType()
class AttendanceInput {
  @Field(() => [ID])
  @Directive(bulk(500))
  participants!: string[];
}

@Resolver()
class ImportResolver {
  @Query(() => Int)
  count(): number {
    return 1;
  }

  @Mutation(() => Int)
  importCourses(@Arg('items', () => [ID]) @Directive(bulk(1_000)) items: string[]): number {
    return items.length;
  }

  @Mutation(() => Int)
  recordAttendance(@Arg('input', () => AttendanceInput) input: AttendanceInput): number {
    return input.participants.length;
  }
}

test('a bulk argument says in the supergraph how many items it takes', () => {
  const { sdl } = buildSubgraph({ resolvers: [ImportResolver], references: {} });
  const { supergraphSdl, errors } = composeServices([{ name: 'training', typeDefs: parse(sdl) }]);
  expect(errors).toBeUndefined();
  expect(supergraphSdl).toContain('items: [ID!]! @bulk(items: 1000)');
  expect(supergraphSdl).toContain('participants: [ID!]! @bulk(items: 500)');
});
