import { defineMessages } from '../../i18n/index.ts';

export const messages = defineMessages(
  'settings',
  {
    title: 'Settings',
    parts: 'Parts of the settings',
    ofWorkspace: '{{name}}',
    ofPerson: 'You',
    workspace: 'Workspace',
    members: 'Members',
    keys: 'Keys for programs',
    sessions: 'Account and sessions',
    appearance: 'Appearance',
    cancel: 'Cancel',
  },
  {
    title: '设置',
    parts: '设置的各部分',
    ofWorkspace: '{{name}}',
    ofPerson: '个人',
    workspace: '工作区',
    members: '成员',
    keys: '程序密钥',
    sessions: '账号与会话',
    appearance: '外观',
    cancel: '取消',
  },
);
