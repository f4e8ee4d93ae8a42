// Byte pair encoding of one word: its bytes become tokens by joining two neighbours at a time.

/** Which of two joins comes first: the lower number. Nothing where the two are never joined. Tokens are in byte letters. */
export type JoinRank = (left: string, right: string) => number | undefined;

/** The tokens of a word, in byte letters. Of all neighbours those of the lowest rank are joined, the leftmost of equals. */
export function joinPairs(word: string, rank: JoinRank): string[] {
  const parts = [...word];
  const rankAt = (at: number): number => {
    const [left, right] = [parts[at], parts[at + 1]];
    if (left === undefined || right === undefined) return Number.POSITIVE_INFINITY;
    return rank(left, right) ?? Number.POSITIVE_INFINITY;
  };
  /** Of each part and the one after it. */
  const ranks: number[] = [];
  for (let at = 0; at < parts.length; at++) ranks.push(rankAt(at));
  for (;;) {
    let lowest = Number.POSITIVE_INFINITY;
    let at = -1;
    for (let other = 0; other < ranks.length; other++) {
      const rank = ranks[other] as number;
      if (rank < lowest) [lowest, at] = [rank, other];
    }
    if (at < 0) return parts;
    parts.splice(at, 2, `${parts[at]}${parts[at + 1]}`);
    ranks.splice(at, 1);
    ranks[at] = rankAt(at);
    if (at > 0) ranks[at - 1] = rankAt(at - 1);
  }
}
