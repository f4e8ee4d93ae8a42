// The page of the bench: starts the workers and passes questions on to them.

const workers = new Map();
const waiting = new Map();
let last = 0;

globalThis.askWorker = (index, task, options) =>
  new Promise((resolve) => {
    if (!workers.has(index)) {
      const worker = new Worker('/worker.js', { type: 'module' });
      worker.addEventListener('message', ({ data }) => waiting.get(data.id)(data));
      workers.set(index, worker);
    }
    last += 1;
    waiting.set(last, resolve);
    workers.get(index).postMessage({ id: last, task, options });
  });
