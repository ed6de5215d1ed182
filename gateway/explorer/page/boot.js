import { showBar } from './bar.js';
import { finishSignIn } from './sign-in.js';
import { openTab, tabsOf } from './tabs.js';
import { addTokenToRequests, heldToken } from './token.js';

const settings = JSON.parse(document.querySelector('#settings').textContent);

/** What everyone is shown: the schema comes as a file that the browser keeps, rather than as an answer to a query. */
const readPublic = async () => {
  const response = await fetch(`${settings.folder}schema.json`);
  return { audience: 'public', schema: await response.json(), samples: settings.samples };
};

/** What the holder of the token is shown; undefined without a token that is taken. */
const readOwn = async () => {
  const token = heldToken();
  if (!token) return undefined;
  const response = await fetch(settings.own, { headers: { authorization: `Bearer ${token}` } });
  return response.ok ? response.json() : undefined;
};

const problem = await finishSignIn(settings.signIn);
showBar(document.querySelector('#bar'), { signIn: settings.signIn, problem });
addTokenToRequests();
const { audience, schema, samples } = (await readOwn()) ?? (await readPublic());
const kept = tabsOf(audience);
globalThis.YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
  title: '',
  logo: '<span></span>',
  schema,
  storage: kept,
  defaultTabs: samples,
  ...openTab(kept, samples),
  shouldPersistHeaders: false,
  subscriptionsProtocol: 'SSE',
  // GraphiQL would write the query into the address, and a reload would then run it.
  onEditQuery: () => undefined,
});
