import { type Rule, shown } from '../rule.ts';
import { isSameSdl } from '../same-sdl.ts';

/** What answers at the address is the SDL that is published, and so what the rules after this one ask is it too. */
export const sdl: Rule = {
  name: 'sdl',
  isGround: true,
  async run(subgraph) {
    const answer = await subgraph.ask('{ _service { sdl } }');
    const text = (answer.json?.data as { _service?: { sdl?: unknown } } | undefined)?._service?.sdl;
    if (typeof text !== 'string') return { fault: `{ _service { sdl } } must answer the SDL; it was ${shown(answer)}` };
    return isSameSdl(text, subgraph.options.sdl) ? {} : { fault: '{ _service { sdl } } answers another SDL' };
  },
};
