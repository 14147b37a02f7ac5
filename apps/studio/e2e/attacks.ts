/** Somewhere that no page of an installation may ever ask for anything. */
export const EVIL = 'http://evil.invalid';

/** What has run when it should have been text. */
const RUN = 'window.__canary=1';

/** Texts that mean something to a browser, a template engine, a style sheet, a shell, JavaScript or an eye. One line each. */
export const ATTACKS: readonly string[] = [
  '<img src=x onerror=alert(1)>',
  `<img src=${EVIL}/i onerror=${RUN}>`,
  `<script>${RUN}</script>`,
  `"><svg onload=${RUN}>`,
  `' autofocus onfocus=${RUN} x='`,
  `javascript:${RUN}`,
  `[go](javascript:${RUN})`,
  `<javascript:${RUN}>`,
  `![pixel](${EVIL}/pixel.png)`,
  `<a href="data:text/html,<script>${RUN}</script>">x</a>`,
  `<iframe src=${EVIL}></iframe>`,
  `<link rel=stylesheet href=${EVIL}/s.css>`,
  `<style>*{background:url(${EVIL}/c)}</style>`,
  `width:expression(alert(1));background:url(${EVIL}/b)`,
  '{{7*7}} ${7*7} <%= 7*7 %> #{7*7}',
  "{{constructor.constructor('alert(1)')()}}",
  '=HYPERLINK("http://evil.invalid","x")',
  '$(touch /tmp/weft-was-here)',
  '../../etc/passwd',
  '\u202egpj.exe',
  '__proto__',
  'constructor',
];

const SVG = `<svg xmlns="http://www.w3.org/2000/svg"><script>${RUN}</script></svg>`;

/** The same as Markdown, and what only Markdown can do. */
export const MARKDOWN = [
  ...ATTACKS,
  `[![pixel](${EVIL}/in-link.png)](${EVIL})`,
  `![svg](data:image/svg+xml;base64,${Buffer.from(SVG).toString('base64')})`,
  `[ref]\n\n[ref]: javascript:${RUN}`,
  `<details open ontoggle=${RUN}><summary>x</summary></details>`,
].join('\n\n');
