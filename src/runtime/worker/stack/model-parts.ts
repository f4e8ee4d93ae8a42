// Where the parts of a model come from: a pack's files, or a checkpoint that is converted as it comes.

/** A graph and the weights that it reads. */
export interface PartFiles {
  readonly graph: Uint8Array;
  readonly weights: Uint8Array;
}

/** Asked for one after another, in this order; only other rows may come before a layer. */
export interface ModelParts {
  /** Tokens whose rows come first: those below it. */
  readonly firstRows: number;
  /** What graphs are called in errors. */
  readonly graphUrls: { readonly block: string; readonly output: string };
  /** @param table as `embeddingPlaces` says, of which the first rows are filled. */
  readFirstRows(table: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Position embedding, float16 [context,d]. */
  readPositions(): Promise<Uint8Array<ArrayBuffer>>;
  readOtherRows(table: Uint8Array<ArrayBuffer>): Promise<void>;
  readLayer(layer: number): Promise<PartFiles>;
  /** Bytes that lie behind the table for what else the output reads; 0 where that is not known before. */
  readonly outputBytes: number;
  /** @param buffer the table, whole by now, and so much room. */
  readOutput(buffer: Uint8Array<ArrayBuffer>): Promise<PartFiles>;
}
