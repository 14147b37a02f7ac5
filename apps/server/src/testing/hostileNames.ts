/** Names that somebody may give a file to make it land elsewhere, hide, run, or break a header: more than 500. */
export function hostileNames(): string[] {
  const targets = ['etc/passwd', 'package.json', '.ssh/authorized_keys', 'con', 'index.html', 'x.csv'];
  const climbs = [
    '../',
    '..\\',
    '%2e%2e/',
    '%2e%2e%2f',
    '..%2f',
    '..%5c',
    '%252e%252e%252f',
    '....//',
    '..;/',
    '.\u200b./',
  ];
  const roots = ['/', '\\', 'C:\\', 'C:', '\\\\host\\share\\', 'file:///', '//host/', '~/', '$HOME/', '%00/'];
  const names: string[] = [];
  for (const target of targets) {
    for (const climb of climbs) for (const times of [1, 2, 5]) names.push(climb.repeat(times) + target);
    for (const root of roots) names.push(root + target, `a/${root}${target}`);
  }
  const devices = ['CON', 'prn', 'Aux', 'NUL', 'COM1', 'LPT9', 'CLOCK$'];
  for (const device of devices)
    names.push(device, `${device}.txt`, `${device}.tar.gz`, `${device} .csv`, `${device}:`);
  for (let code = 0; code < 0x30; code++) {
    const character = String.fromCharCode(code);
    names.push(`a${character}b.csv`, `${character}.csv`, `a.csv${character}`);
  }
  const odd = [
    '"',
    "'",
    '`',
    '<',
    '>',
    '|',
    '*',
    '?',
    ':',
    ';',
    '&',
    '$',
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    '#',
    '%',
    '\\',
    '^',
    '!',
    '=',
    '@',
    '+',
    ',',
  ];
  for (const character of odd)
    names.push(`${character}a.csv`, `a${character}.csv`, `a.csv${character}`, character);
  const bidi = [
    '\u202e',
    '\u2066',
    '\u200f',
    '\ufeff',
    '\u2028',
    '\u2029',
    '\u0000',
    '\u007f',
    '\u0085',
    '\ud800',
    '\udfff',
    '\uffff',
  ];
  for (const character of bidi)
    names.push(`a${character}vsc.exe`, `${character}a.csv`, `a.csv${character}`, character);
  names.push('', '.', '..', '...', ' ', '. .', '-rf', '--help', '.htaccess', '.env', 'a.', 'a ', 'a. ', ' a');
  names.push(
    '\u0301',
    'e\u0301.csv',
    '\u00e9.csv',
    'ﬀ.csv',
    '文件.csv',
    '数据'.repeat(100),
    'a'.repeat(5000),
    `${'a'.repeat(300)}.csv`,
    `a.${'b'.repeat(300)}`,
  );
  names.push(
    'a\r\nset-cookie: x=1',
    'a"; filename="b.exe',
    "a'; filename*=utf-8''b.exe",
    'a\nb',
    '<script>alert(1)</script>.html',
  );
  names.push(
    '{{7*7}}',
    '${7*7}',
    '$(id).csv',
    '`id`.csv',
    "'; drop table uploads; --",
    '__proto__',
    'constructor',
  );
  for (let i = 0; i < 120; i++)
    names.push(`${'../'.repeat(i % 9)}${'\\'.repeat(i % 4)}${i}${'.'.repeat(i % 5)}csv${'/'.repeat(i % 3)}`);
  return [...new Set(names)];
}
