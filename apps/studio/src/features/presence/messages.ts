import { defineMessages } from '../../i18n/index.ts';

export const messages = defineMessages(
  'presence',
  {
    here_one: '{{count}} other person is here',
    here_other: '{{count}} others are here',
    follow: 'Follow {{name}}',
    following: 'Following {{name}}: press Escape to stop',
    stop: 'Stop following',
  },
  {
    here_one: '另有 {{count}} 人在此',
    here_other: '另有 {{count}} 人在此',
    follow: '跟随 {{name}}',
    following: '正在跟随 {{name}}，按 Esc 停止',
    stop: '停止跟随',
  },
);
