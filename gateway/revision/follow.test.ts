import { expect, test } from 'vitest';
import { people } from '../testkit/people.ts';
import { startStack } from '../testkit/stack.ts';

test('a source that fails is said once and asked again; what it has then is taken', async () => {
  let read = async (): Promise<string | undefined> => undefined;
  let looks = 0;
  const first = await startStack({ subgraphs: people() });
  await first.stop();
  read = async () => first.supergraph;
  const source = {
    name: 'registry',
    read: () => {
      looks += 1;
      return read();
    },
  };
  const stack = await startStack({ subgraphs: people(), env: { SUPERGRAPH_POLL_MS: '100' }, source });
  const { id } = stack.gateway.revisions.live;
  read = () => Promise.reject(new Error('the registry is away'));
  await expect.poll(() => looks).toBeGreaterThan(4);
  expect(stack.gateway.revisions.live.id).toBe(id);
  const said = stack.log.filter(({ message }) => message === 'the supergraph was not looked at');
  expect(said.map(({ details }) => details.reason)).toEqual(['Error: the registry is away']);
  read = async () => `${first.supergraph}\n# next`;
  await expect.poll(() => stack.gateway.revisions.live.id).not.toBe(id);
  expect((await stack.ask('{ me { name } }')).data).toEqual({ me: { name: 'name 1' } });
  await stack.stop();
});
