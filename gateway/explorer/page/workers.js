// Tells GraphiQL's editor, which is loaded after this, where its workers are.
const files = { editorWorkerService: 'editor.worker.js', json: 'json.worker.js', graphql: 'graphql.worker.js' };
const here = new URL('.', document.currentScript.src);

globalThis.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_module, label) => new URL(files[label], here).href,
};
