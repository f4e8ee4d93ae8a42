// Whether a model may load without the reader's own word.

/** What may always load: a model of the size of a few pictures. */
const SMALL_BYTES = 20_000_000;
/** GB of memory that browsers tell, in steps: 4 or less is a phone or an old laptop. */
const LITTLE_MEMORY = 4;

export interface AutoLoadScope {
  readonly navigator?: {
    readonly connection?: { readonly saveData?: boolean };
    readonly deviceMemory?: number;
    readonly userAgentData?: { readonly mobile?: boolean };
    readonly userAgent?: string;
    readonly maxTouchPoints?: number;
  };
}

/** False where a model of `bytes` is large and the reader's device or connection is not made for it. */
export function mayAutoLoad(
  bytes: number,
  { navigator = {} }: AutoLoadScope = globalThis as AutoLoadScope,
): boolean {
  if (bytes <= SMALL_BYTES) return true;
  const { connection, deviceMemory, userAgentData, userAgent = '', maxTouchPoints = 0 } = navigator;
  // An iPad says that it is a Mac, but no Mac has a touch screen.
  const iPad = /Macintosh/.test(userAgent) && maxTouchPoints > 1;
  const phone = userAgentData?.mobile ?? (iPad || /\bMobi|Android|iPhone|iPad/.test(userAgent));
  const littleMemory = deviceMemory !== undefined && deviceMemory <= LITTLE_MEMORY;
  return !(connection?.saveData || littleMemory || phone);
}
