/** A PDF of one page per list of lines, for tests. A line that starts with "# " is set in larger type. */
export function pdfOf(pages: readonly (readonly string[])[], title = ''): Uint8Array {
  const objects: string[] = [];
  const add = (body: string): number => objects.push(body);
  const font = add('<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>');
  const tree = pages.length * 2 + 2;
  const kids = pages.map((lines) => {
    const drawn = lines.map((line) => {
      const [size, text] = line.startsWith('# ') ? [20, line.slice(2)] : [10, line];
      return `/F1 ${size} Tf (${text.replaceAll(/[()\\]/g, '\\$&')}) Tj 0 -24 Td`;
    });
    const stream = `BT 50 750 Td ${drawn.join('\n')} ET`;
    const content = add(`<</Length ${stream.length}>>stream\n${stream}\nendstream`);
    return add(
      `<</Type/Page/Parent ${tree} 0 R/MediaBox[0 0 600 800]/Contents ${content} 0 R/Resources<</Font<</F1 ${font} 0 R>>>>>>`,
    );
  });
  add(`<</Type/Pages/Count ${kids.length}/Kids[${kids.map((kid) => `${kid} 0 R`).join(' ')}]>>`);
  const catalog = add(`<</Type/Catalog/Pages ${tree} 0 R>>`);
  const info = add(`<</Title(${title})>>`);
  let file = '%PDF-1.4\n';
  const offsets = objects.map((body, i) => {
    const offset = file.length;
    file += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return String(offset).padStart(10, '0');
  });
  const table = offsets.map((offset) => `${offset} 00000 n \n`).join('');
  const size = objects.length + 1;
  const startxref = file.length;
  file += `xref\n0 ${size}\n0000000000 65535 f \n${table}`;
  file += `trailer\n<</Size ${size}/Root ${catalog} 0 R/Info ${info} 0 R>>\nstartxref\n${startxref}\n%%EOF`;
  return Buffer.from(file, 'latin1');
}
