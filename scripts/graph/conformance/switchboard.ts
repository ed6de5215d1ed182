import type { Switchboard } from './case.ts';

const ask = async (url: string, init: RequestInit = {}): Promise<Record<string, unknown>> => {
  const answer = await fetch(url, init);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the simulator refused ${init.method ?? 'GET'} ${url}: ${text.trim()}`);
  return JSON.parse(text) as Record<string, unknown>;
};

/** The switches of a simulated partner, and what puts them back as they were. */
export const openSwitchboard = async (origin: string, code: string) => {
  const place = `${origin}/control/${code}`;
  const before = await ask(`${place}/switches`);
  const put = (switches: object) => ask(`${place}/switches`, { method: 'PUT', body: JSON.stringify(switches) });
  const switches: Switchboard = {
    set: async (faults, more = {}) => void (await put({ faults, ...more })),
    movesOf: async (reference) => Number((await ask(`${place}/books/${encodeURIComponent(reference)}`)).moves),
  };
  return { switches, restore: () => put(before) };
};
