// How the files of traces are asked for, on this page.

/** Options of every `fetch` of a trace or its vectors. A page that shows what strangers ask for sets them, once. */
export const traceRequest: RequestInit = {};
