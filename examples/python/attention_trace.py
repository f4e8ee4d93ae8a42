"""Attention of any Hugging Face model as a trace for <attn-lens>: attention-trace@1. Needs nothing but Python."""

import base64
import math


def attention_trace(attentions, tokens, *, model, text, source, causal, keys=None, **provenance):
    """A dict for json.dump, from a model's output_attentions=True.

    attentions: a tensor (or nested lists) [1, heads, queries, keys] per layer, rows summing to 1
    tokens:     the queries, a dict each: {"id": 464, "text": "The"}; "continues": True if it goes on with a word
    model:      {"id": "bert-base", "name": "BERT base"}
    source:     where the attention is from, in words; also licence="…", precision="…"
    causal:     True if no token looks ahead (GPT-2); False for BERT, CLIP's images and cross-attention
    keys:       the tokens that are looked at, where they are others than `tokens` (cross-attention)
    """
    data, heads = bytearray(), 0
    for layer in attentions:
        (matrices,) = layer.tolist() if hasattr(layer, "tolist") else layer
        heads = len(matrices)
        for matrix in matrices:
            for query, row in enumerate(matrix):
                seen = row[: query + 1] if causal else row
                data += bytes(min(255, round(255 * math.sqrt(max(0.0, a)))) for a in seen)
    return {
        "format": "attention-trace@1",
        "model": {**model, "layers": len(attentions), "heads": heads},
        "text": text,
        "tokens": tokens,
        **({"keys": keys} if keys else {}),
        "causal": causal,
        "attention": {"encoding": "u8-sqrt", "data": base64.b64encode(data).decode()},
        "provenance": {"kind": "recorded", "source": source, **provenance},
    }
