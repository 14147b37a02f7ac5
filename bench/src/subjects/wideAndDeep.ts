/** A document of many nodes as JSON text: a hundred chains side by side, so that it is both wide and deep. */
export function wideAndDeep(nodes: number, chains = 100): string {
  const ids = Array.from({ length: nodes }, (_, at) => at);
  return JSON.stringify({
    format: 'weft.document',
    formatVersion: 1,
    title: 'Wide and deep',
    nodes: Object.fromEntries(
      ids.map((at) => [
        `n${at}`,
        {
          type: 'bench.noop',
          version: 1,
          title: `Node ${at}`,
          params: { salt: at },
          position: { x: (at % chains) * 40, y: Math.floor(at / chains) * 40 },
        },
      ]),
    ),
    edges: Object.fromEntries(
      ids.slice(chains).map((at) => [`e${at}`, { from: `n${at - chains}.rows`, to: `n${at}.rows` }]),
    ),
  });
}
