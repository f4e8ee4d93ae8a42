// What the words of the field mean, in a sentence or two for a reader who knows what a vector is and nothing more. Where
// a sentence is about a model it holds for GPT-2 as published (Radford et al. 2019) unless it says otherwise.

export interface GlossaryEntry {
  /** As the note is headed. */
  readonly name: string;
  readonly definition: string;
}

/** By id: the name in lower case with hyphens. */
export const GLOSSARY: Readonly<Record<string, GlossaryEntry>> = {
  ablation: {
    name: 'Ablation',
    definition:
      'Switching a part of a model off and seeing what changes. It tests whether the part matters; a picture of attention shows only where it looks.',
  },
  attention: {
    name: 'Attention',
    definition:
      'How a token takes in other tokens: it hands out weights that add up to 1, and receives the mix of their values in those proportions.',
  },
  bert: {
    name: 'BERT',
    definition:
      'A transformer that reads a whole text at once, in both directions, to fill in hidden words (Devlin et al. 2019). It has no causal mask.',
  },
  'causal-mask': {
    name: 'Causal mask',
    definition:
      'The rule that a token may look at itself and at earlier tokens only. Scores of later ones are set to −∞ before the softmax, so that their weights are exactly 0.',
  },
  clip: {
    name: 'CLIP',
    definition:
      'Two models trained together, one for pictures and one for texts, so that a picture and its caption get similar vectors (Radford et al. 2021). Its text encoder feeds some image generators.',
  },
  'cross-attention': {
    name: 'Cross-attention',
    definition:
      'Attention whose queries come from one sequence and whose keys and values come from another, as from words and from the parts of a picture.',
  },
  'dot-product': {
    name: 'Dot product',
    definition:
      'Multiply two vectors number by number and add up. It is large when they point the same way, 0 at a right angle, negative when they point apart.',
  },
  embedding: {
    name: 'Embedding',
    definition:
      'The vector that stands for a token, looked up in a table that was learnt. In GPT-2 small it has 768 numbers.',
  },
  'gpt-2-small': {
    name: 'GPT-2 small',
    definition:
      'A language model of 2019 with 12 layers of 12 heads and 124 million learnt numbers, all of them public. It predicts the next token of a text.',
  },
  gradient: {
    name: 'Gradient',
    definition:
      'How much, and which way, a result changes when each number that goes into it changes a little. Training follows it in small steps; where it is 0, nothing is learnt.',
  },
  head: {
    name: 'Head',
    definition:
      'One unit of attention with queries, keys and values of its own. We write layer.head, both from 0: 5.1 is head 1 of layer 5.',
  },
  'induction-head': {
    name: 'Induction head',
    definition:
      'A head that looks for an earlier copy of the present token and attends to what came right after it: the basis for repeating a pattern (Olsson et al. 2022).',
  },
  key: {
    name: 'Key',
    definition:
      'The vector that a token offers to be found by. A query is compared with every key it may see.',
  },
  layer: {
    name: 'Layer',
    definition:
      'One storey of a transformer: attention heads side by side, then an MLP. A layer reads what all layers below have written.',
  },
  logit: {
    name: 'Logit',
    definition:
      'A score before softmax turns it into a share: any number, of which only the differences to the others count.',
  },
  matrix: {
    name: 'Matrix',
    definition:
      'A table of numbers that turns one vector into another: every number of the new one is the dot product of a row of the table with the old one.',
  },
  mlp: {
    name: 'MLP',
    definition:
      'Multilayer perceptron: the part of a layer that works on each token by itself, a matrix makes its vector longer, a bent curve acts on each number, and a second matrix makes it as short as it was.',
  },
  'position-embedding': {
    name: 'Position embedding',
    definition:
      'A vector for each place in the text, added to the token’s own so that order can be told. GPT-2 learnt one for each of 1,024 places.',
  },
  'previous-token-head': {
    name: 'Previous-token head',
    definition:
      'A head in which every token attends to the one right before it, whatever the two are.',
  },
  query: {
    name: 'Query',
    definition:
      'The vector with which a token asks. Its dot product with a key is that key’s score.',
  },
  'residual-stream': {
    name: 'Residual stream',
    definition:
      'The running sum that each token carries through the layers: every head and MLP reads it and adds to it. The name is from Elhage et al. (2021).',
  },
  sink: {
    name: 'Attention sink',
    definition:
      'A token, mostly the first, that gets attention when a head finds nothing it looks for: weights must add up to 1 and have to go somewhere (Xiao et al. 2023).',
  },
  softmax: {
    name: 'Softmax',
    definition:
      'Turns scores into shares: e to the power of each, divided by the sum of them all. Shares are positive and add up to 1; the larger the differences, the more the winner takes.',
  },
  'text-encoder': {
    name: 'Text encoder',
    definition: 'A transformer that turns a text into vectors for another model to use.',
  },
  token: {
    name: 'Token',
    definition:
      'The unit in which a model reads: a frequent word, a piece of a rarer one, or a mark. GPT-2 knows 50,257 of them, and most carry their leading space.',
  },
  transformer: {
    name: 'Transformer',
    definition:
      'A neural network that is a stack of layers of attention and MLPs around a residual stream (Vaswani et al. 2017).',
  },
  value: {
    name: 'Value',
    definition:
      'The vector that a token hands over when it is attended to. A head’s output is the weighted mix of values.',
  },
  vector: {
    name: 'Vector',
    definition:
      'A list of numbers, to be seen as an arrow in a space with as many directions as there are numbers.',
  },
  weight: {
    name: 'Attention weight',
    definition:
      'The share, from 0 to 1, that a query gives to a key. The weights of one query add up to 1.',
  },
};
