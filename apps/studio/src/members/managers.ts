import type { Role } from '../shell/index.ts';
import type { Language } from '../i18n/index.ts';

/** A sentence with more names is not read. */
const MOST = 3;

/** Some of those who manage members, owners first, as a phrase: "Ada, Bob, or Chen". Null while nobody is known. */
export function managersOf(
  members: readonly { readonly name: string; readonly role: Role }[],
  { language }: { readonly language: Language },
): string | null {
  const named = (role: Role) => members.filter((each) => each.role === role).map(({ name }) => name);
  const names = [...named('owner'), ...named('admin')].slice(0, MOST);
  if (names.length === 0) return null;
  return new Intl.ListFormat(language === 'zh' ? 'zh-CN' : 'en', { type: 'disjunction' }).format(names);
}
