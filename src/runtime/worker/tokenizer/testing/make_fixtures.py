"""Makes code-points.json and texts.json: how Hugging Face's tokenizers cuts and encodes text with GPT-2's vocabulary.

    pip install tokenizers==0.23.3 unicodedata2==16.0.0
    npx tsx src/convert/tokenizer/testing/write-gpt2-files.ts <folder>    # vocab.json and merges.txt
    python src/runtime/worker/tokenizer/testing/make_fixtures.py <folder>
    npx biome format --write src/runtime/worker/tokenizer/testing
"""

# cspell:ignore ufeff xadé
import hashlib
import json
import struct
import sys
from pathlib import Path

import unicodedata2
from tokenizers import AddedToken, Tokenizer, models, pre_tokenizers

BLOCK = 4096
HERE = Path(__file__).parent
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

# White space of every kind, what looks like it, and a letter, digit and sign of several scripts.
ODD = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u180e\u2000\u2003\u200a\u200b\u200c\u200d\u200e\u2028\u2029\u202f\u205f\u2060"
    "\u3000\ufeff\ufffd\0\x7f\xadé\u0301¼²٣Ⅷह\u093e漢🐕\U0001d7d8\ue000"
)
CONTEXTS = ["one {0}two", "\n\n{0}", "{0}", " {0}", "{0} ", "a{0}{0}b", "1{0}2", ".{0}.", "  {0}  {0}x", "'{0}s it{0}'s"]


def read(folder: Path) -> Tokenizer:
    vocab = json.loads((folder / "vocab.json").read_text("utf-8"))
    lines = (folder / "merges.txt").read_text("utf-8").split("\n")[1:-1]
    merges = [tuple(line.split(" ")) for line in lines]
    tokenizer = Tokenizer(models.BPE(vocab=vocab, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.add_special_tokens([AddedToken("<|endoftext|>")])
    return tokenizer


def kind(tokenizer: Tokenizer, code: int) -> str:
    """L, N, S (white space), O (other); U where Unicode 16 has no such character. A surrogate counts as U+FFFD."""
    if 0xD800 <= code < 0xE000:
        return "O"
    words = lambda text: len(tokenizer.pre_tokenizer.pre_tokenize_str(text))
    character = chr(code)
    if words(f"a{character}b") == 1:
        return "L"
    if words(f"1{character}2") == 1:
        return "N"
    if words(f".{character};") > 1:
        return "S"
    return "U" if unicodedata2.category(character) == "Cn" else "O"


def base36(number: int) -> str:
    return (base36(number // 36) if number >= 36 else "") + DIGITS[number % 36]


def runs(kinds: list[str]) -> str:
    parts, begin = [], 0
    for at in range(1, len(kinds) + 1):
        if at == len(kinds) or kinds[at] != kinds[begin]:
            parts.append(kinds[begin] + base36(at - begin))
            begin = at
    return "".join(parts)


def block_hash(tokenizer: Tokenizer, begin: int) -> str:
    """Of the ids of a block's characters, each after a line break: what they are in a word of their own."""
    codes = [code for code in range(begin, begin + BLOCK) if not 0xD800 <= code < 0xE000]
    ids = tokenizer.encode("".join(f"\n{chr(code)}" for code in codes)).ids
    return hashlib.sha256(struct.pack(f"<{len(ids)}H", *ids)).hexdigest()[:16]


def main(folder: Path) -> None:
    tokenizer = read(folder)
    kinds = [kind(tokenizer, code) for code in range(0x110000)]
    blocks = [block_hash(tokenizer, begin) for begin in range(0, 0x110000, BLOCK)]
    points = {"unicode": "16.0", "kinds": runs(kinds), "block": BLOCK, "blocks": blocks}
    (HERE / "code-points.json").write_text(json.dumps(points, indent=0) + "\n")
    texts = [context.format(character) for character in ODD for context in CONTEXTS]
    texts += [f"{one}{other}" for one in ODD[:28] for other in ODD[:28]]
    pairs = [[text, tokenizer.encode(text).ids] for text in texts]
    (HERE / "texts.json").write_text(
        "[\n" + ",\n".join(json.dumps(pair, separators=(",", ":")) for pair in pairs) + "\n]\n"
    )


main(Path(sys.argv[1]))
