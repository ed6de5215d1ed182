import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Verdict } from '../../../schema/registry/conformance.ts';
import { connectionType } from '../../kit/connection.ts';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';
import { ConformanceStatus } from './conformance.status.ts';

registerEnumType(ConformanceStatus, {
  name: 'ConformanceRunStatus',
  description: 'How far a conformance run came.',
  valuesConfig: {
    REQUESTED: { description: "Waits for the graph's runner, or is under way." },
    PASSED: { description: 'Every rule was passed.' },
    FAILED: { description: 'Some rule was not.' },
  },
});

enum ConformanceVerdict {
  PASSED = 'PASSED',
  FAILED = 'FAILED',
  NOT_ASKED = 'NOT_ASKED',
}

registerEnumType(ConformanceVerdict, {
  name: 'ConformanceVerdict',
  description: 'What a run found of one rule.',
  valuesConfig: {
    PASSED: { description: 'The subgraph does what the rule says.' },
    FAILED: { description: 'It does not.' },
    NOT_ASKED: { description: 'A rule before it failed, without which this one says nothing.' },
  },
});

const guard = requiresScopes('subgraph:publish', 'subgraph:approve');

@Directive(guard)
@ObjectType('ConformanceResult', { description: 'What a run found of one rule.' })
export class ConformanceResultType {
  @Field(() => String, { description: 'Name of the rule, stable.' })
  rule!: string;

  @Field(() => ConformanceVerdict, { description: 'What was found.' })
  verdict!: Verdict;

  @Field(() => String, { description: 'What was wrong, or measured, for people; empty where there is nothing to say.' })
  detail!: string;
}

@Directive(guard)
@ObjectType('ConformanceRun', {
  description: "A run of the graph's own runner over a published subgraph at its address, rule by rule.",
})
export class ConformanceRunType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => ID, { description: 'Id of the revision that was asked about.' })
  revisionId!: string;

  @Field(() => String, { description: 'Name of the subgraph.' })
  subgraph!: string;

  @Field(() => Int, { description: 'Number of the revision.' })
  number!: number;

  @Field(() => ID, { description: 'The organisation that publishes it.' })
  organization!: string;

  @Field(() => String, { description: 'SHA-256 of the SDL that the address must answer.' })
  sdlHash!: string;

  @Field(() => String, { description: 'The address that was asked.' })
  address!: string;

  @Field(() => ConformanceStatus, { description: 'How far it came.' })
  status!: ConformanceStatus;

  @Field(() => String, { description: 'Who asked for it: subject of the token.' })
  requestedBy!: string;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  requestedAt!: Date;

  @Directive(listOf(25))
  @Field(() => [ConformanceResultType], { description: 'Rule by rule, in the order in which they were asked.' })
  results!: ConformanceResultType[];

  @Field(() => String, { nullable: true, description: 'The first rule that was not passed; null where all were.' })
  failedRule!: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of the key with which the runner signed; null before.' })
  runnerKey!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When the runner was done; null before.' })
  finishedAt!: Date | null;
}

export const ConformanceRunConnection = connectionType(ConformanceRunType, 'ConformanceRun');
