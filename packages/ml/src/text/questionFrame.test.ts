import { expect, it } from 'vitest';
import { withoutQuestionFrame } from './questionFrame.ts';
import { runsOf } from './runs.ts';

const left = (question: string): string[] => withoutQuestionFrame(runsOf(question)).map((run) => run.text);

it('takes interrogatives and do-support off an English question', () => {
  expect(left('How many points did the Panthers defense surrender?')).toEqual(
    'many points the panthers defense surrender'.split(' '),
  );
});

it('cuts Chinese question words out and keeps both sides apart', () => {
  expect(left('黑豹队的防守丢了多少分？')).toEqual(['黑豹队的防守丢了', '分']);
  expect(left('为什么下雨呢')).toEqual(['下雨']);
});

it('keeps 几 where it is part of another word', () => {
  expect(left('几何学家')).toEqual(['几何学家']);
  expect(left('有几个行星')).toEqual(['有', '个行星']);
});

it('keeps a question whole when nothing else is in it', () => {
  expect(left('How?')).toEqual(['how']);
  expect(left('什么')).toEqual(['什么']);
});
