// Where a checkpoint's bytes come from: a folder, files that somebody has dropped on a page, or a hub. They are read by
// parts, for nobody needs all of them.

/** One file. */
export interface ByteFile {
  readonly size: number;
  /** Bytes from `begin` to before `end`, both within the file. */
  read(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** The files of a checkpoint, all in one folder. Close them when done. */
export interface CheckpointFiles {
  /** Of all files of the folder: to say what it is instead. */
  readonly names: readonly string[];
  /**
   * Opens a file; the same one again where it is open already.
   * @returns nothing where there is no such file.
   */
  open(name: string): Promise<ByteFile | undefined>;
  /** sha-256 of a file, lower-case hex; nothing where it is not known without reading all of it. */
  sha256(name: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Configs and indexes have some kilobytes; the index of the largest models has 10 MB. */
export const MOST_JSON_BYTES = 32 * 2 ** 20;
