// Bodies of responses, of which no more than is wanted is ever read.

/** How long a server may send nothing, in milliseconds. */
const STALL_MS = 30_000;

/**
 * The body of a response, of which no more than `most` bytes are wanted.
 * @param onPart told of every part that comes.
 * @throws what `tooLarge` makes, as soon as there are more; the rest is not read.
 */
export async function readBody(
  { body }: Response,
  most: number,
  tooLarge: () => Error,
  onPart?: () => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = body?.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let bytes = 0; reader; ) {
    const { done, value } = await reader.read();
    if (done) break;
    onPart?.();
    bytes += value.length;
    if (bytes > most) {
      void reader.cancel();
      throw tooLarge();
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** What `fetchBody` throws; each makes the error of its own kind of file. */
export interface BodyErrors {
  refused(status: number): Error;
  tooLarge(): Error;
  stalled(seconds: number): Error;
}

/**
 * The body at `url`, which ends with an error where nothing comes for half a minute, or the request's signal fires.
 * @throws what `errors` makes, and what `fetch` throws.
 */
export async function fetchBody(
  url: string,
  request: RequestInit,
  most: number,
  errors: BodyErrors,
): Promise<Uint8Array<ArrayBuffer>> {
  const stall = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => stall.abort(errors.stalled(STALL_MS / 1000)), STALL_MS);
  };
  wait();
  try {
    // What decodes a `data:` address comes with the first one: few pages have any.
    const data = /^data:/i.test(url) ? await import('./data-address.js') : undefined;
    const response =
      data?.dataResponse(url) ??
      (await fetch(url, {
        ...request,
        signal: AbortSignal.any([stall.signal, request.signal ?? stall.signal]),
      }));
    if (!response.ok) throw errors.refused(response.status);
    return await readBody(response, most, errors.tooLarge, wait);
  } finally {
    clearTimeout(timer);
    // The body of a refusal may be endless too.
    stall.abort();
  }
}
