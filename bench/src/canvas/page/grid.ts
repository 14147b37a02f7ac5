/** Both subjects show the same: rows of ten, each node wired to the one before. */
export const GRID = { columns: 25, dx: 460, dy: 320 } as const;

export const placeOf = (at: number): { x: number; y: number } => ({
  x: (at % GRID.columns) * GRID.dx,
  y: Math.floor(at / GRID.columns) * GRID.dy,
});

/** Where both begin: so that names of nodes could be read. */
export const VIEW = { x: 20, y: 20, zoom: 0.5 } as const;
