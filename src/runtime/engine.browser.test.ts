import { afterEach, expect, test } from 'vitest';
import { getRuntime } from './registry.js';

afterEach(() => getRuntime().dispose());

test('runs', async () => {
  const runtime = getRuntime();
  runtime.configure({ device: 'webgpu', ortBase: '/node_modules/onnxruntime-web/dist/' });
  const engine = runtime.engine();
  engine.subscribe((s) => console.log(JSON.stringify(s)));
  console.log(JSON.stringify(await engine.estimate()));
  const lease = engine.acquire();
  const trace = await lease.run({ text: 'The dog on the ship ran off, and the dog' });
  console.log(trace.tokens, trace.next);
  expect(trace.text).toBe('The dog on the ship ran off, and the dog');
}, 60000);
