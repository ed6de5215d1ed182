import { Directive, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { expect, test } from 'vitest';
import { audienceOfRole } from './audiences.ts';
import { requiresScopes, ShownTo } from './directives.ts';
import { buildSubgraph } from './federation.ts';
import { declareMutation, NO_TOKEN } from './mutation.ts';
import { audiencesOfScopes } from './scope-audiences.ts';
import { roles } from './scopes.ts';

@Directive('@key(fields: "id")')
@ObjectType()
class Seat {
  @Field(() => ID)
  id!: string;

  @Directive(requiresScopes('alumni:search'))
  @Field(() => Int)
  alumni!: number;
}

@ShownTo('portal')
@Directive('@key(fields: "id")')
@ObjectType()
class Stall {
  @Field(() => ID)
  id!: string;
}

@Directive(requiresScopes('ledger:read'))
@ObjectType()
class Entry {
  @Field(() => Int)
  amount!: number;
}

@Resolver()
class SeatResolver {
  @Directive(requiresScopes('self', 'ledger:read'))
  @Query(() => Seat)
  seat(): Seat {
    throw new Error('not asked');
  }

  @ShownTo('platform', 'payment')
  @Query(() => Stall)
  stall(): Stall {
    throw new Error('not asked');
  }

  @Query(() => Entry)
  entry(): Entry {
    throw new Error('not asked');
  }

  @Mutation(() => Int)
  takeSeat(): number {
    return 1;
  }
}

const { sdl } = buildSubgraph({ resolvers: [SeatResolver], references: {} });
const tagsOf = (start: string) =>
  [...(sdl.split('\n').find((line) => line.trim().startsWith(start)) ?? '').matchAll(/@tag\(name: "(\w+)"\)/g)].map(
    ([, name]) => name,
  );

test.each([
  ['seat: Seat', ['public', 'payment', 'officer']],
  ['entry: Entry', ['public', 'platform', 'portal', 'payment', 'bank', 'officer']],
  ['stall: Stall', ['platform', 'payment']],
  ['alumni: Int', ['portal', 'officer']],
  ['type Entry', ['payment', 'officer']],
  ['amount: Int', []],
  ['takeSeat: Int', []],
])('the tags of "%s" are %j: what it states, else who may hold its scopes, else everyone', (start, expected) => {
  expect(tagsOf(start)).toEqual(expected);
});

test('a field of an entity has the audiences of its type where that states some', () => {
  const stall = sdl.slice(sdl.indexOf('type Stall'));
  expect(/id: ID! (.*)/.exec(stall)?.[1]).toBe('@tag(name: "portal")');
});

test('every role is shown something of its own, and no other word is', () => {
  const shown = roles.map((role) => [role, audienceOfRole(role)]);
  expect(shown).toEqual([
    ['participant', 'public'],
    ['officer', 'officer'],
    ['platform', 'platform'],
    ['institution', 'platform'],
    ['assessor', 'platform'],
    ['portal', 'portal'],
    ['wallet', 'payment'],
    ['treasury', 'payment'],
    ['bank', 'bank'],
  ]);
  expect(['lender', 'Officer', '__proto__', ['officer'], undefined, null].map(audienceOfRole)).toEqual(
    Array(6).fill('public'),
  );
});

test('who may hold all scopes of one set is shown it, and officers always', () => {
  expect(audiencesOfScopes([['webhook:manage']])).toEqual(['platform', 'portal', 'payment', 'bank', 'officer']);
  expect(audiencesOfScopes([['webhook:manage', 'alumni:search']])).toEqual(['portal', 'officer']);
  expect(audiencesOfScopes([['alumni:search'], ['self']])).toEqual(['public', 'portal', 'officer']);
});

const seat = { description: 'A seat.', field: 'seat', type: () => Seat, fieldDescription: 'The seat.' };

test('a mutation that takes no scope of the graph is refused, since nobody would be shown it', () => {
  const declaration = {
    name: 'leaveSeat',
    does: 'Leaves.',
    takes: 'the scope `no:such`',
    refusals: [],
    weight: 1,
    payload: seat,
  };
  expect(() => declareMutation(declaration)).toThrow('leaveSeat takes no scope of the graph');
});

test('a mutation that takes no token is shown to everyone', () => {
  const declaration = { name: 'proveSeat', does: 'Proves.', takes: NO_TOKEN, refusals: [], weight: 1, payload: seat };
  expect(declareMutation(declaration).audiences).toEqual([
    'public',
    'platform',
    'portal',
    'payment',
    'bank',
    'officer',
  ]);
});
