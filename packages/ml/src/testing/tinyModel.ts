import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { add, float32, gather, gelu, Graph, linear, mul, Rng, uniform } from '../onnx/index.ts';
import { emitModel } from '../onnx/graph/emit.ts';
import { encodeModel } from '../onnx/proto/encodeModel.ts';
import type { HostTensor } from '../onnx/hostTensor.ts';

export const TINY_WORDS = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  ...'the red green apple pear train leaves at nine 火 车'.split(' '),
];
export const TINY_WIDTH = 16;

/**
 * Writes a model folder as transformers.js expects it, with an encoder small enough for tests: word vectors and one
 * dense layer. It tells words apart, which is all that pooling, padding and batching need to be checked.
 */
export function writeTinyModel(root: string, id: string): void {
  const folder = join(root, ...id.split('/'));
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  const write = (file: string, content: string | Uint8Array): void =>
    writeFileSync(join(folder, file), content);
  write('onnx/model.onnx', encoder());
  write(
    'config.json',
    JSON.stringify({
      model_type: 'bert',
      architectures: ['BertModel'],
      hidden_size: TINY_WIDTH,
      num_hidden_layers: 1,
      num_attention_heads: 1,
      intermediate_size: TINY_WIDTH,
      vocab_size: TINY_WORDS.length,
      max_position_embeddings: 8,
    }),
  );
  write(
    'tokenizer_config.json',
    JSON.stringify({
      tokenizer_class: 'BertTokenizer',
      model_max_length: 8,
      pad_token: '[PAD]',
      unk_token: '[UNK]',
      cls_token: '[CLS]',
      sep_token: '[SEP]',
    }),
  );
  write('tokenizer.json', JSON.stringify(tokenizer()));
}

function encoder(): Uint8Array {
  const rng = Rng.seeded(3, 'tiny');
  const graph = new Graph();
  const ids = graph.input('input_ids', 'int64', ['B', 'S']);
  const values = new Map<string, HostTensor>();
  const weight = (name: string, shape: number[]) => {
    const initial = uniform(rng, shape, 1);
    values.set(name, initial);
    return graph.parameter(name, initial);
  };
  const words = gather(weight('words', [TINY_WORDS.length, TINY_WIDTH]), ids);
  const dense = gelu(linear(words, weight('dense', [TINY_WIDTH, TINY_WIDTH])));
  const hidden = add(mul(words, graph.constant(float32([0.5], []))), dense);
  return encodeModel(emitModel({ graph, outputs: { last_hidden_state: hidden }, values }));
}

function tokenizer(): object {
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'];
  const idOf = (word: string): number => TINY_WORDS.indexOf(word);
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map((content) => ({
      id: idOf(content),
      content,
      special: true,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '[CLS]', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '[SEP]', type_id: 0 } },
      ],
      pair: [],
      special_tokens: Object.fromEntries(
        ['[CLS]', '[SEP]'].map((id) => [id, { id, ids: [idOf(id)], tokens: [id] }]),
      ),
    },
    decoder: null,
    model: {
      type: 'WordLevel',
      unk_token: '[UNK]',
      vocab: Object.fromEntries(TINY_WORDS.map((word, id) => [word, id])),
    },
  };
}
