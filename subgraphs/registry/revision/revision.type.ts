import { Directive, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Severity } from '../../../schema/registry/finding.ts';
import { connectionType } from '../../kit/connection.ts';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';
import { RevisionStatus } from './revision.status.ts';

enum FindingSeverity {
  ERROR = 'ERROR',
  WARNING = 'WARNING',
  INFO = 'INFO',
}

registerEnumType(FindingSeverity, {
  name: 'FindingSeverity',
  description: 'What a finding means for its revision.',
  valuesConfig: {
    ERROR: { description: 'The revision is refused.' },
    WARNING: { description: 'It goes on; somebody should look.' },
    INFO: { description: 'Good to know.' },
  },
});

registerEnumType(RevisionStatus, {
  name: 'SubgraphRevisionStatus',
  description: 'How far a revision came.',
  valuesConfig: {
    PROPOSED: { description: 'Signed by its publisher; the checks run.' },
    CHECKED: { description: 'Nothing speaks against it: somebody else has to approve it.' },
    CANARY: { description: 'A share of the callers meets it; all others meet what is live.' },
    APPROVED: { description: 'Signed by its approver; it is checked once more, by what is live now.' },
    LIVE: { description: 'Gateways serve it.' },
    SUPERSEDED: { description: 'Was live, until a later one was.' },
    REFUSED: { description: 'The checks speak against it; its findings say what.' },
    WITHDRAWN: { description: 'Taken back by its publisher.' },
  },
});

const guard = requiresScopes('subgraph:publish', 'subgraph:approve');

@Directive(guard)
@ObjectType('Finding', { description: 'What a check says of one place of an SDL.' })
export class FindingType {
  @Field(() => String, { description: 'Name of the rule.' })
  rule!: string;

  @Field(() => FindingSeverity, { description: 'What it means.' })
  severity!: Severity;

  @Field(() => String, { description: 'Stable, for programs.' })
  code!: string;

  @Field(() => String, { description: 'For people, in one or two sentences.' })
  message!: string;

  @Field(() => String, { description: 'Schema coordinate; empty for what concerns the whole revision.' })
  coordinate!: string;

  @Field(() => String, { nullable: true, description: 'Whose element it is, where that is another organisation.' })
  owner?: string;

  @Field(() => Int, { description: 'Line in the SDL, from 1.' })
  line!: number;

  @Field(() => Int, { description: 'Column in the line, from 1.' })
  column!: number;

  @Field(() => String, { nullable: true, description: 'What to ask of the owner, and how.' })
  howToAsk?: string;
}

@Directive(guard)
@ObjectType('SubgraphRevision', {
  description: 'A signed statement about one subgraph: a new SDL and address, or earlier ones that come back.',
})
export class RevisionType {
  @Field(() => ID, { description: 'Opaque and stable (UUIDv7).' })
  id!: string;

  @Field(() => String, { description: 'Name of the subgraph.' })
  subgraph!: string;

  @Field(() => Int, { description: '1, 2, 3 and so on; a number is used once, also by what was refused.' })
  number!: number;

  @Field(() => ID, { description: 'The organisation that publishes it.' })
  organization!: string;

  @Field(() => String, { nullable: true, description: 'Hash of the statement before it; null for the first one.' })
  previous!: string | null;

  @Field(() => String, { description: 'Hash of this statement: the next one names it.' })
  hash!: string;

  @Field(() => String, { description: 'SHA-256 of the SDL.' })
  sdlHash!: string;

  @Field(() => String, { description: 'Where gateways ask the subgraph.' })
  address!: string;

  @Field(() => Int, { nullable: true, description: 'Number of the revision that comes back, where one does.' })
  rollbackTo!: number | null;

  @Field(() => RevisionStatus, { description: 'How far it came.' })
  status!: RevisionStatus;

  @Field(() => Int, {
    nullable: true,
    description: 'Percent of the callers that met it as a canary, the most; null where none did.',
  })
  canaryShare!: number | null;

  @Directive(listOf(20))
  @Field(() => [FindingType], { description: 'What the checks say, errors first; at most 500.' })
  findings!: FindingType[];

  @Field(() => ID, { description: 'Id of the key that signed it.' })
  publisherKey!: string;

  @Field(() => String, { description: 'Who published it: subject of the token.' })
  proposedBy!: string;

  @Field(() => DateTime, { description: 'When it was published.' })
  proposedAt!: Date;

  @Field(() => ID, { nullable: true, description: 'Id of the key that approved it; null while none has.' })
  approverKey!: string | null;

  @Field(() => String, { nullable: true, description: 'Who approved it; null while nobody has.' })
  approvedBy!: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when it is live, or when it was; null where it never was.',
  })
  liveAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was superseded, refused or withdrawn.' })
  endedAt!: Date | null;
}

export const RevisionConnection = connectionType(RevisionType, 'SubgraphRevision');
