/** Monaco asks here for its language workers; they are files of our own beside the page. */
const SCRIPTS: Record<string, string> = { json: "json.worker.js", graphql: "graphql.worker.js" };

(globalThis as { MonacoEnvironment?: unknown }).MonacoEnvironment = {
  getWorker(_id: string, label: string): Worker {
    return new Worker(new URL(SCRIPTS[label] ?? "editor.worker.js", location.href));
  },
};
