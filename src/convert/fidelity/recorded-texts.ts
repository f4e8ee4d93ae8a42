// The texts of the recordings that ship in `traces/`: a page has no folder to look into. A test compares them with the files.

/** In the order of the files' names. */
export const RECORDED_TEXTS: readonly string[] = [
  'Artificial Intelligence is transforming the',
  'Data visualization empowers users to',
  'The dog on the ship ran off, and the dog was found by the crew.',
  'John Smith is also the son of Fred Smith',
  'As the spaceship was approaching the',
];
