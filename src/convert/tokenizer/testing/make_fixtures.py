"""Makes own-tokenizer.json: byte-level BPEs whose ids are not merge ranks, and what Hugging Face's tokenizers encodes with them.

    pip install tokenizers==0.23.3
    python src/convert/tokenizer/testing/make_fixtures.py
    npx biome format --write src/convert/tokenizer/testing
"""

# cspell:ignore Hund über Straße allem Schnee therethere ufefftwo
import json
import random
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

HERE = Path(__file__).parent
PROSE = [
    "The dog on the ship ran off, and the dog had been there since the other ships were there.",
    "Der Hund lief über die Straße, und die Straße war naß; über allem lag Schnee. 1969, 2024.",
    "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。吾輩は猫である。",
    "def area(width, height):\n    return width * height\n\nprint(area(3, 4))  # 12",
]
TEXTS = PROSE + [
    "",
    " ",
    "aaaaaaaaaaaaaaaa therethere",
    "<|end|>The<|end|><|end|> dog<|endless|>",
    "a<pad>b <pad>c<pad",
    "one \ufefftwo\n\n\x85three\u2003 four",
    "👩🏽‍🚀 naïve café",
]


def train(shuffle_merges: bool) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=420, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator(PROSE * 3, trainer)
    model = json.loads(tokenizer.to_str())["model"]
    random.seed(1)
    ids = list(range(len(model["vocab"])))
    random.shuffle(ids)
    merges = [tuple(merge) for merge in model["merges"]]
    if shuffle_merges:
        random.shuffle(merges)
    tokenizer.model = models.BPE(vocab=dict(zip(model["vocab"], ids)), merges=merges)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken("<|end|>", special=True), AddedToken("<|end", special=True)])
    # Begins within another, and is looked for after it.
    tokenizer.add_tokens([AddedToken("|>The", normalized=True), AddedToken("<pad>", normalized=True)])
    return tokenizer


def fixture(shuffle_merges: bool) -> dict:
    tokenizer = train(shuffle_merges)
    texts = [{"text": text, "ids": tokenizer.encode(text).ids} for text in TEXTS]
    return {"file": json.loads(tokenizer.to_str()), "texts": texts}


own = {"trained": fixture(False), "shuffled": fixture(True)}
(HERE / "own-tokenizer.json").write_text(json.dumps(own, separators=(",", ":")) + "\n")
