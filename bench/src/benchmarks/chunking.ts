import type { Benchmark } from '../harness/benchmark.ts';
import { subject } from './subject.ts';

const peers = [{ subject: 'langchain', goal: 1 }];

export const chunking: Benchmark = {
  name: 'chunking',
  title:
    'Documents of forty paragraphs cut into chunks of 1,000 characters that overlap by 200. Weft: the node chunk.recursive, which also gives offsets and headings. LangChain: RecursiveCharacterTextSplitter.splitText.',
  sizes: {
    quick: { megabytes: 2, passes: 5, size: 1000, overlap: 200 },
    usual: { megabytes: 8, passes: 10, size: 1000, overlap: 200 },
  },
  subjects: {
    weft: { title: 'Weft', module: subject('weft/chunking') },
    langchain: { title: '@langchain/textsplitters', module: subject('peers/langchainChunking') },
  },
  rows: [
    { measure: 'MB/s, English', figure: 'english', better: 'more', peers },
    { measure: 'MB/s, Chinese', figure: 'chinese', better: 'more', peers },
  ],
};
