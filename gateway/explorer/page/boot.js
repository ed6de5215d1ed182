import { showBar } from './bar.js';
import { finishSignIn } from './sign-in.js';
import { keepTabs, openTab } from './tabs.js';
import { addTokenToRequests } from './token.js';

const settings = JSON.parse(document.querySelector('#settings').textContent);

/** The schema comes as a file that the browser keeps, rather than as an answer to a query. */
const readSchema = async () => {
  const response = await fetch(`${settings.folder}schema.json`);
  return response.json();
};

const problem = await finishSignIn(settings.signIn);
showBar(document.querySelector('#bar'), { signIn: settings.signIn, problem });
addTokenToRequests();
globalThis.YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
  title: '',
  logo: '<span></span>',
  schema: await readSchema(),
  storage: keepTabs,
  defaultTabs: settings.samples,
  ...openTab(settings.samples),
  shouldPersistHeaders: false,
  subscriptionsProtocol: 'SSE',
  // GraphiQL would write the query into the address, and a reload would then run it.
  onEditQuery: () => undefined,
});
