import { Directive, Field, ID, InputType, Int } from 'type-graphql';
import { bulk } from '../../kit/directives.ts';

@InputType('SignedStatementInput', { description: 'What every signed statement has.' })
abstract class StatedInput {
  @Field(() => String, { description: 'Name of the subgraph: lower-case words with hyphens between them.' })
  subgraph!: string;

  @Field(() => ID, { nullable: true, description: 'The name under which you publish; your organisation unless said.' })
  organization?: string | null;

  @Field(() => Int, { description: 'The number after the last statement of the subgraph; 1 for the first.' })
  number!: number;

  @Field(() => String, { nullable: true, description: 'Hash of the last statement; left out for the first.' })
  previous?: string | null;

  @Field(() => ID, { description: 'Id of your approved key of the role PUBLISHER.' })
  keyId!: string;

  @Field(() => String, { description: 'Ed25519 over the statement, in base64url without padding.' })
  signature!: string;
}

@InputType('PublishSubgraphInput', { description: 'A new revision, signed.' })
export class PublishSubgraphInput extends StatedInput {
  // A text of 1 MB, as large as a list of so many items.
  @Directive(bulk(430))
  @Field(() => String, { description: 'The SDL, with its federation directives: at most 1 MiB in UTF-8.' })
  sdl!: string;

  @Field(() => String, { description: 'URL at which gateways ask the subgraph.' })
  address!: string;
}

@InputType('RollbackSubgraphInput', { description: 'An earlier revision that shall come back, signed.' })
export class RollbackSubgraphInput extends StatedInput {
  @Field(() => Int, { description: 'Its number; it was live once.' })
  rollbackTo!: number;
}
