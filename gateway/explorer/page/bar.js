import { startSignIn } from './sign-in.js';
import { describeToken, heldToken, holdToken } from './token.js';

const element = (name, properties = {}, children = []) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

const button = (textContent, onclick) => element('button', { type: 'button', textContent, onclick });

/** The dialog in which a token is pasted. */
const tokenDialog = (onChange) => {
  const field = element('textarea', { rows: 6, spellcheck: false, autocomplete: 'off' });
  const close = (text) => {
    holdToken(text);
    field.value = '';
    dialog.close();
    onChange();
    // Another token may be shown another schema.
    location.reload();
  };
  const dialog = element('dialog', { id: 'token-dialog' }, [
    element('label', { textContent: 'Access token' }, [field]),
    element('p', {}, [
      'Print one in the folder of the graph: ',
      element('code', { textContent: 'npm run -s token -- --as officer' }),
      '. It is kept until this window is closed.',
    ]),
    button('Use token', () => close(field.value)),
    button('Remove token', () => close('')),
    button('Cancel', () => dialog.close()),
  ]);
  return dialog;
};

/** Fills the bar above GraphiQL: whose token is sent, and how to come by one. */
export const showBar = (bar, { signIn, problem }) => {
  const status = element('span', { id: 'token-status', role: 'status' });
  const say = (text) => {
    const token = heldToken();
    status.textContent = text ?? (token ? describeToken(token) : 'No token: public data only');
  };
  const dialog = tokenDialog(() => say());
  const name = element('strong', { textContent: 'Prakerja Graph' });
  const children = [name, status, button('Token', () => dialog.showModal())];
  // Browsers have the hash that the flow needs on https and on localhost only.
  if (signIn && globalThis.isSecureContext) {
    children.push(button('Sign in', () => startSignIn(signIn).catch(() => say('The issuer cannot be reached.'))));
  }
  bar.append(...children, dialog);
  say(problem);
  setInterval(() => heldToken() && say(), 30_000);
};
