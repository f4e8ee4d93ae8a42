// How the files of traces are asked for, on this page.

/**
 * Options of every `fetch` of a trace or its vectors. The reader's cookies stay at home: whoever wrote a trace or a link names
 * addresses in it, also of the page's own server. A page that shows what strangers ask for says more, once.
 */
export const traceRequest: RequestInit = { credentials: 'omit' };
